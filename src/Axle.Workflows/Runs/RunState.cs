using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>
/// Where a run stands: the fold of its events and nothing else. Not thread-safe; who reads it for others takes a copy
/// (<see cref="ToRow"/>, <see cref="Records"/>).
/// </summary>
public sealed partial class RunState
{
    private readonly StepIndex _index = new();
    private Dictionary<string, Payload>? _editedInputs;

    /// <summary>An empty state, before the first event.</summary>
    /// <param name="id">The run.</param>
    /// <param name="workflows">The definitions it is pinned to.</param>
    public RunState(RunId id, PinnedWorkflows workflows)
    {
        Id = id;
        Workflows = workflows;
        Frame = new RunFrame(workflows.Root, null, 0);
    }

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>The definition it is pinned to.</summary>
    public Workflow Workflow => Workflows.Root;

    /// <summary>The definition it is pinned to, with those that it uses.</summary>
    public PinnedWorkflows Workflows { get; internal set; }

    /// <summary>Hash of the definition.</summary>
    public string Definition { get; internal set; } = "";

    /// <summary>Where the run is in its life.</summary>
    public RunStatus Status { get; internal set; }

    /// <summary>Sequence number of the last event; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>When the run was asked for.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the last event was decided.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it was paused; null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; internal set; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>The inputs.</summary>
    public Payload Inputs => Frame.Inputs;

    /// <summary>The variables of the run's own workflow, by name.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement> Variables => Frame.Variables;

    /// <summary>Facts the host gave the run.</summary>
    public ImmutableDictionary<string, string> Attributes { get; internal set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The outputs; null until it completed.</summary>
    public Payload? Outputs { get; internal set; }

    /// <summary>The error it ended with; null when it did not fail.</summary>
    public AxleError? Error { get; internal set; }

    /// <summary>The run that it is a fork of; null when it is none.</summary>
    public RunId? Parent { get; internal set; }

    /// <summary>Whether it began anew with the results of its parent to reuse.</summary>
    public bool IsReplay { get; internal set; }

    /// <summary>The concurrency group it belongs to; null for none.</summary>
    public string? Group { get; internal set; }

    /// <summary>What its steps spent on models so far.</summary>
    public ModelUsage Spent { get; internal set; } = ModelUsage.None;

    /// <summary>What it may spend; null for no limit.</summary>
    public RunBudget? Budget { get; internal set; }

    /// <summary>How every step that is known so far went, in the order of the file; inner steps, handlers and undos after their step.</summary>
    public ImmutableArray<StepRecord> Records => Root is null ? [] : [.. Walk(Root).Select(static s => s.ToRecord())];

    internal RunFrame Frame { get; }

    internal ScopeState? Root { get; private set; }

    internal int GroupLimit { get; set; }

    /// <summary>What a queued run begins with when it has room.</summary>
    internal RunStarted? Queued { get; set; }

    /// <summary>Where the run's time limit counts from: its start, moved on by pauses.</summary>
    internal DateTimeOffset LimitFrom { get; set; }

    /// <summary>Steps that nothing holds back any more. May name steps that began since: who takes one looks at its status.</summary>
    internal Queue<StepState> Ready { get; } = new();

    /// <summary>Scopes all of whose steps have ended. May name some that were closed since.</summary>
    internal Queue<ScopeState> Closable { get; } = new();

    /// <summary>Steps about which something is to be decided though nothing reports. May name some about which it was decided since.</summary>
    internal Queue<StepState> Undecided { get; } = new();

    /// <summary>Levels of the run's own graph whose steps have all ended, counted from the first without a gap.</summary>
    internal int LevelsDone { get; private set; }

    /// <summary>Attempts that are being made, or are to be handed out.</summary>
    internal int InFlight { get; private set; }

    internal DueSteps Due { get; } = new();

    internal Mailbox Mailbox { get; } = new();

    internal DeadEnds DeadEnds { get; } = new();

    /// <summary>Steps that completed and name how to undo them, in order of completion.</summary>
    internal List<StepState> Undoable { get; } = [];

    /// <summary>The undoing of the whole run's steps, while it goes on.</summary>
    internal Compensation? Compensation { get; set; }

    /// <summary>The rollback that was compensated for, and happens when the run is resumed; null for none.</summary>
    internal CompensationStarted? RollbackDue { get; set; }

    /// <summary>The event that it goes back to when what came after it is undone; null when it does not.</summary>
    internal long? GoesBackTo => (Compensation?.Started is { Then: CompensationEnd.RolledBack } started ? started : RollbackDue)?.AfterSeq;

    /// <summary>Why persons are needed, the waiting questions aside.</summary>
    internal RunAttention Flags { get; set; }

    /// <summary>Steps that wait for a person's yes or no.</summary>
    internal int Questions { get; set; }

    /// <summary>Steps of which it is not known whether they took effect.</summary>
    internal int Unresolved { get; set; }

    /// <summary>How often steps were undone, by address: from then on they are other work, with another idempotency key.</summary>
    internal Dictionary<string, int>? TimesUndone { get; private set; }

    /// <summary>Inputs that a person changed, by address of the step: its next first attempt uses them.</summary>
    internal Dictionary<string, Payload> EditedInputs => _editedInputs ??= new Dictionary<string, Payload>(StringComparer.Ordinal);

    /// <summary>Attempts at addresses whose steps began again or are gone, by address.</summary>
    internal IReadOnlyDictionary<string, int>? KeptAttempts => _index.Attempts;

    internal bool HasEditedInputs => _editedInputs is { Count: > 0 };

    /// <summary>Results of another run that may be taken over; null for none. Not part of the fold: set by who opens the run.</summary>
    internal IReadOnlyDictionary<string, RecordedResult>? Recorded { get; set; }

    /// <summary>
    /// The newest snapshot of the run that is stored: sequence number of its last event, and its bytes; 0 for none. Not part of the fold: kept by
    /// who opens the run and by who stores it.
    /// </summary>
    internal (long Seq, int Size) Stored { get; set; }

    /// <summary>How a step went, by its address; null when no step of that address is known.</summary>
    public StepRecord? Find(string path) => FindStep(path)?.ToRecord();

    /// <summary>What a rollback to an event would undo, in the order in which it would be undone.</summary>
    /// <param name="seq">Sequence number of the last event that would count; 0 for all.</param>
    public ImmutableArray<StepRecord> UndoneByRollback(long seq)
    {
        var started = new CompensationStarted(null, null, CompensationEnd.RolledBack, AfterSeq: seq);
        return [.. new Compensation(started, null, Undoable).Rest().Select(static s => s.ToRecord())];
    }

    /// <summary>Folds one event in.</summary>
    /// <exception cref="InvalidOperationException">
    /// The event does not follow on the last one, or its change of status is not one of the state machine's.
    /// </exception>
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Seq != LastSeq + 1)
            throw new InvalidOperationException($"Event {recorded.Seq} of run {Id} does not follow on event {LastSeq}.");
        RunFold.Apply(this, recorded);
        Leftovers.Drop(this);
        // Last: until here they say when the run was last heard of.
        SkipTo(recorded);
    }

    /// <summary>The run's status row.</summary>
    public RunRow ToRow() => new(
        Id, Workflow.Name, Definition, Status, LastSeq, CreatedAt, UpdatedAt, NextDue(), Group, GroupLimit, Parent, Attention())
    {
        Tenant = Attributes.GetValueOrDefault("tenant"),
    };

    /// <summary>When the engine must look at the run although nothing reports; null when it need not.</summary>
    public DateTimeOffset? NextDue()
    {
        // In a paused run only attempts in flight go on, and so only their limits count.
        if (Status == RunStatus.Paused)
            return InFlight == 0 ? null : Walk(Root!).Min(static s => s.AttemptDueAt);
        if (Status is not (RunStatus.Executing or RunStatus.Compensating))
            return null;
        var next = Due.Next();
        return Status == RunStatus.Executing && Workflow.Timeout is { } limit && (next is null || LimitFrom + limit < next) ? LimitFrom + limit : next;
    }

    /// <summary>Takes over the place after an event and nothing else of it: as for a rollback, which changes the state in its own way.</summary>
    internal void SkipTo(RecordedEvent recorded) => SkipTo(recorded.Seq, recorded.At);

    internal void SkipTo(long seq, DateTimeOffset at) => (LastSeq, UpdatedAt) = (seq, at);

    internal StepState Step(string path) =>
        FindStep(path) ?? throw new InvalidOperationException($"Run {Id} has no step '{path}'.");

    internal StepState? FindStep(string path) => Root is null ? null : _index.Find(Root, path);

    /// <summary>The attempts that began, in order; some may have ended since. Who acts on them clears it.</summary>
    internal List<StepState> Started => _index.Started;

    /// <summary>The attempts that ended, also otherwise than by their own report: nobody waits for them any more. Who acts on them clears it.</summary>
    internal List<(string Path, int Attempt)> Left => _index.Left;

    internal static IEnumerable<StepState> Walk(ScopeState scope)
    {
        foreach (var step in scope.Steps)
        {
            yield return step;
            if (step.Inner is null && step.Handler is null && step.Undo is null)
                continue;
            foreach (var inner in step.Scopes().SelectMany(Walk))
                yield return inner;
        }
    }

    private RunAttention Attention() =>
        (Status.IsEnded() ? Flags & RunAttention.DeadLetter : Flags & ~RunAttention.DeadLetter)
        | (Questions > 0 && !Status.IsEnded() ? RunAttention.Approval : 0)
        | (Unresolved > 0 && !Status.IsEnded() ? RunAttention.UnknownOutcome : 0);
}
