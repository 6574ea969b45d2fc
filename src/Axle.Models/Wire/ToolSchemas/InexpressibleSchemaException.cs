namespace Axle.Models.Wire.ToolSchemas;

/// <summary>A schema cannot be said in a dialect. Leaves this folder only as a reason.</summary>
internal sealed class InexpressibleSchemaException(string reason) : Exception(reason);
