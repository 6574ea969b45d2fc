using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>One attempt of one step, as its handler sees it.</summary>
public sealed record StepContext
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The workflow's name.</summary>
    public required string Workflow { get; init; }

    /// <summary>Address of the step in the run: keys joined by <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The step's key.</summary>
    public required string Key { get; init; }

    /// <summary>Which attempt this is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Whether a failure of this attempt, however transient, is not followed by another attempt at the same action.</summary>
    public bool IsLastAttempt { get; init; }

    /// <summary>What to do: the step's action, or that of the fallback in force.</summary>
    public required StepAction Action { get; init; }

    /// <summary>
    /// The evaluated input: what <c>with</c> gave (an object, empty without one); for a prompt <c>{"prompt": text, "with": {…}}</c>.
    /// </summary>
    public required Payload Input { get; init; }

    /// <summary>Preferred model provider, by name or alias; null when the step has no wish.</summary>
    public string? Provider { get; init; }

    /// <summary>Preferred model; null when the step has no wish.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The same for every attempt at the same work, also after a crash: hand it to outside systems that take an idempotency key. When nothing else
    /// is said, the run and the path.
    /// </summary>
    [AllowNull]
    public string IdempotencyKey
    {
        get => field ??= $"{RunId}/{Path}";
        init;
    }

    /// <summary>Facts the host gave the run when it started: <c>workspace</c>, <c>apply</c> …</summary>
    public required ImmutableDictionary<string, string> Attributes { get; init; }

    /// <summary>
    /// The steps that ended so far in the lists of steps that this one can see, outer lists first: what upstream steps returned, and how
    /// the run went.
    /// </summary>
    public required IReadOnlyList<StepRecord> Ended { get; init; }

    /// <summary>Keys of the steps of the same list that this one depends on, directly or through others.</summary>
    public required IReadOnlyList<string> Upstream { get; init; }

    /// <summary>The turns that this work has had, oldest first; empty for work that has just begun.</summary>
    public IReadOnlyList<StepTurn> Turns { get; init; } = [];

    /// <summary>What the work that asked for this step noted in its first turn; null for steps that a workflow's file names.</summary>
    public Payload? AskedBy { get; init; }

    /// <summary>What that work noted in the turn that asked for this step; null for steps that a workflow's file names.</summary>
    public Payload? AskedIn { get; init; }

    /// <summary>
    /// What is known of where everything comes from that may have gone into this step by way of the workflow. What the work that asked for it had read
    /// is in its note.
    /// </summary>
    public FlowLabel Flow => FlowSource?.Value ?? FlowLabel.Trusted;

    internal Lazy<FlowLabel>? FlowSource { get; init; }

    /// <summary>What the run had spent on models when the attempt began.</summary>
    public ModelUsage Spent { get; init; } = ModelUsage.None;

    internal StepNotes Notes { get; } = new();

    /// <summary>
    /// Notes a decision at once: the history has it with the attempt's end, also when the attempt fails. At most a hundred, each once. Safe for
    /// concurrent use.
    /// </summary>
    public void Note(StepDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        Notes.Add(decision);
    }

    /// <summary>How many handlers asked for this step one inside the other: 0 for steps of a workflow.</summary>
    public int Depth { get; init; }

    /// <summary>Why the attempt before this one failed, or its result was refused by a gate; null when none did.</summary>
    public AxleError? LastError { get; init; }

    /// <summary>What it would mean to do this work twice.</summary>
    public StepEffect Effect { get; init; }

    /// <summary>Named circuit breaker that the attempt goes through; null for none.</summary>
    public string? CircuitBreaker { get; init; }

    /// <summary>Named pool whose size limits how many attempts run at once; null for none.</summary>
    public string? Bulkhead { get; init; }

    /// <summary>Text that is equal when an earlier result may be reused; null when none may.</summary>
    public string? CacheKey { get; init; }

    /// <summary>How long the result may be reused; null for as long as the store keeps it.</summary>
    public TimeSpan? CacheTtl { get; init; }

    /// <summary>Importance among ready steps, -100 to 100.</summary>
    public int Priority { get; init; }

    /// <summary>Length of the longest chain of steps that wait for this one, itself included: of two equally important steps the longer goes first.</summary>
    public double CriticalPath { get; init; }

    /// <summary>What the whole run may spend on models; null for no limit.</summary>
    public RunBudget? Budget { get; init; }

    /// <summary>When the attempt is out of time and will be cancelled; null for no limit. Tells a time-out from other cancellations.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
