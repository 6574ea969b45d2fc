using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>A run in one narrow row: what lists show and recovery asks for. Derived from the events, and written with them.</summary>
/// <param name="Run">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Definition">Hash of the definition it is pinned to.</param>
/// <param name="Status">Where it is.</param>
/// <param name="LastSeq">Sequence number of its last event.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When its last event was decided.</param>
/// <param name="WakeAt">When a timer is due next; null when none is.</param>
/// <param name="Group">The concurrency group it belongs to; null for none.</param>
/// <param name="GroupLimit">Runs of the group that may execute at once; 0 without a group.</param>
/// <param name="Parent">The run it was forked from; null when it was not.</param>
/// <param name="Attention">What a person has to look at, if anything.</param>
public sealed record RunRow(
    RunId Run,
    string Workflow,
    string Definition,
    RunStatus Status,
    long LastSeq,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? WakeAt,
    string? Group = null,
    int GroupLimit = 0,
    RunId? Parent = null,
    RunAttention Attention = RunAttention.None)
{
    /// <summary>The tenant it is done for, as its attribute <c>tenant</c> names it when it starts; null for none, which counts as <c>default</c>.</summary>
    public string? Tenant { get; init; }

    /// <summary>The tenant that it counts for.</summary>
    public string TenantOrDefault => Tenant ?? Scope.DefaultTenant;

    /// <summary>What is wrong with the row, in a list of many: its <see cref="Status"/> is not to be believed then. Null when nothing is.</summary>
    public string? Fault { get; init; }
}

/// <summary>Why a run waits for a person. Stored: names may be added, never changed.</summary>
[Flags]
public enum RunAttention
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>It is out of options: look at the cause, then redrive or discard it.</summary>
    DeadLetter = 1,

    /// <summary>An approval waits for an answer.</summary>
    Approval = 2,

    /// <summary>The outcome of an effect that must happen at most once is unknown.</summary>
    UnknownOutcome = 4,

    /// <summary>Its budget is spent.</summary>
    Budget = 8,
}
