using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Remote;

/// <summary>One attempt on its way to a worker: what its handler will see, but for what is read from the store when a handler asks for it.</summary>
internal sealed record StepMessage
{
    public required string Run { get; init; }

    public required string Workflow { get; init; }

    public required string Path { get; init; }

    public required string Key { get; init; }

    public required int Attempt { get; init; }

    public required long Epoch { get; init; }

    public required long Dispatch { get; init; }

    /// <summary>The last event of the run when it was handed out: what the worker reads from the store is as of then.</summary>
    public required long Seq { get; init; }

    public required StepActionText Does { get; init; }

    public required Payload Input { get; init; }

    public bool IsLastAttempt { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public required string IdempotencyKey { get; init; }

    /// <summary>How long the attempt may take, from when it is taken up.</summary>
    public TimeSpan? Limit { get; init; }

    public RunBudget? Budget { get; init; }

    public ModelUsage? Spent { get; init; }

    public StepTurn[]? Turns { get; init; }

    public Payload? AskedBy { get; init; }

    public Payload? AskedIn { get; init; }

    public int Depth { get; init; }

    public AxleError? LastError { get; init; }

    public StepEffect Effect { get; init; }

    public string? CircuitBreaker { get; init; }

    /// <summary>Said by engines of versions before, which take no slot of it: then each worker keeps to its size.</summary>
    public string? Bulkhead { get; init; }

    public string? CacheKey { get; init; }

    public TimeSpan? CacheTtl { get; init; }

    public int Priority { get; init; }

    public double CriticalPath { get; init; }

    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;
}
