namespace Axle.Workflows.Definition;

/// <summary>Settings for steps that are silent about them. Null: no default.</summary>
/// <param name="Retry">Retry policy.</param>
/// <param name="Timeout">Longest time for a step.</param>
/// <param name="AttemptTimeout">Longest time for an attempt.</param>
/// <param name="Provider">Model provider.</param>
/// <param name="Model">Model.</param>
public sealed record StepDefaults(RetryPolicy? Retry, TimeSpan? Timeout, TimeSpan? AttemptTimeout, string? Provider, string? Model)
{
    /// <summary>No defaults.</summary>
    public static StepDefaults None { get; } = new(null, null, null, null, null);
}
