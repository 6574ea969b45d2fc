namespace Axle.Workflows.Engine;

/// <summary>Settings of the engine.</summary>
public sealed record EngineOptions
{
    /// <summary>Steps that run at the same time in this process, over all runs: 1 to 10,000; 64 by default.</summary>
    public int StepConcurrency { get; init; } = 64;

    /// <summary>Who starts, recovers and pauses runs when a caller does not say; shown in histories.</summary>
    public string Actor { get; init; } = "engine";

    /// <summary>Source of jitter and of run ids. A seeded one makes a simulation repeatable.</summary>
    public Random Random { get; init; } = Random.Shared;
}
