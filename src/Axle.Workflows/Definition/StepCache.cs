using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>Reuse of a step's result by later runs.</summary>
/// <param name="Key">Text that is equal when the result may be reused, with expressions.</param>
/// <param name="Ttl">How long a result may be reused; null for as long as the store keeps it.</param>
public sealed record StepCache(Template Key, TimeSpan? Ttl);
