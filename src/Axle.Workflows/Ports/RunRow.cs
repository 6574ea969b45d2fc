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
public sealed record RunRow(
    RunId Run,
    string Workflow,
    string Definition,
    RunStatus Status,
    long LastSeq,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? WakeAt);
