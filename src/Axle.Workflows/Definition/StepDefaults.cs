namespace Axle.Workflows.Definition;

/// <summary>Settings for steps that are silent about them. Null: no default.</summary>
/// <param name="Retry">Retry policy; for steps that do work (see <see cref="StepAction.IsWork"/>).</param>
/// <param name="Timeout">Longest time for a step; for steps that do work.</param>
/// <param name="AttemptTimeout">Longest time for an attempt; for steps that do work.</param>
/// <param name="Provider">Model provider.</param>
/// <param name="Model">Model.</param>
public sealed record StepDefaults(RetryPolicy? Retry, TimeSpan? Timeout, TimeSpan? AttemptTimeout, string? Provider, string? Model)
{
    /// <summary>No defaults.</summary>
    public static StepDefaults None { get; } = new(null, null, null, null, null);

    /// <summary>The retry policy of a step that does this and is silent about it.</summary>
    public RetryPolicy RetryOf(StepAction action) => action.IsWork ? Retry ?? RetryPolicy.Default : RetryPolicy.None;

    /// <summary>The time limit of a step that does this and is silent about it.</summary>
    public TimeSpan? TimeoutOf(StepAction action) => action.IsWork ? Timeout : null;

    /// <summary>The time limit of attempts of a step that does this and is silent about it.</summary>
    public TimeSpan? AttemptTimeoutOf(StepAction action) => action.IsWork ? AttemptTimeout : null;
}
