using Axle.Schemas.Reading;

namespace Axle.Schemas.Checking;

/// <summary>A schema resource that was entered during a check, and the one it was entered from.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Outer">Where it was entered from; null for the first.</param>
internal sealed record DynamicScope(SchemaResource Resource, DynamicScope? Outer);
