namespace Axle.Workflows.Resilience.Caching;

/// <summary>What a cache of results keeps.</summary>
public sealed record StepCacheOptions
{
    /// <summary>The settings that hold when none are given.</summary>
    public static StepCacheOptions Default { get; } = new();

    /// <summary>Largest result that is kept, in bytes of JSON: 1 MiB by default. A larger one is made anew each time, and the history says so.</summary>
    public int LargestResult { get; init; } = 1024 * 1024;
}
