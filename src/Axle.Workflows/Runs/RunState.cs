using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Graph;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>
/// Where a run stands: the fold of its events and nothing else. Not thread-safe; who reads it for others takes a copy
/// (<see cref="ToRow"/>, <see cref="Records"/>).
/// </summary>
public sealed class RunState
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
        Id, Workflow.Name, Definition, Status, LastSeq, CreatedAt, UpdatedAt, NextDue(), Group, GroupLimit, Parent, Attention());

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

    internal void OpenRoot()
    {
        Root = Enter(new ScopeState(GraphCache.Of(Workflow), ScopeRole.Root, Frame, null, ""));
        _index.CountLevels(Root.Graph);
    }

    /// <summary>Puts a scope into its place.</summary>
    internal ScopeState Enter(ScopeState scope)
    {
        foreach (var step in scope.Steps)
        {
            _index.Add(step);
            if (step.WaitingFor == 0)
                Ready.Enqueue(step);
        }

        if (scope.Open == 0)
            Closable.Enqueue(scope);
        return scope;
    }

    internal StepState Add(StepState step)
    {
        _index.Add(step);
        return step;
    }

    internal void Remove(StepState step) => _index.Remove(step);

    /// <summary>Forgets a scope with all its steps.</summary>
    internal void Forget(ScopeState scope)
    {
        foreach (var step in Walk(scope))
            _index.Remove(step);
    }

    /// <summary>Keeps what is derived from a step's times in step with it.</summary>
    internal void Changed(StepState step) => Due.Changed(step);

    /// <summary>An attempt begins.</summary>
    internal void BeginAttempt(StepState step)
    {
        step.IsInFlight = true;
        InFlight++;
        _index.NoteStarted(step);
    }

    /// <summary>The attempt that is being made, if any, counts no more.</summary>
    internal void LeaveAttempt(StepState step)
    {
        if (!step.IsInFlight)
            return;
        step.IsInFlight = false;
        InFlight--;
        _index.NoteLeft(step);
    }

    internal void End(StepState step, StepStatus status, RecordedEvent recorded)
    {
        LeaveAttempt(step);
        Unwait(step);
        CancelInside(step, recorded);
        step.Status = status;
        step.EndedAt = recorded.At;
        step.EndedSeq = recorded.Seq;
        step.RetryAt = null;
        step.Compensation = null;
        var scope = step.Scope;
        scope.Ended.Add(step);
        scope.Open--;
        foreach (var index in scope.Graph.Dependents(step.Index))
        {
            var dependant = scope.Steps[index];
            if (--dependant.WaitingFor == 0 && dependant.Status == StepStatus.Pending)
                Ready.Enqueue(dependant);
        }

        if (scope.Owner is not null && scope.Open == 0)
            Closable.Enqueue(scope);
        if (scope.Owner is null)
            LevelsDone = _index.EndOfLevel(scope.Graph.Level(step.Index), LevelsDone);
    }

    /// <summary>Stops all that goes on inside a step.</summary>
    internal void CancelInside(StepState step, RecordedEvent recorded)
    {
        if (step.Inner is null && step.Handler is null && step.Undo is null)
            return;
        foreach (var scope in step.Scopes().ToArray())
        {
            // In a list that is finished nothing goes on but, maybe, an undoing.
            if (scope is { IsClosed: true, HasUndo: false })
                continue;
            foreach (var inner in scope.Steps)
                Cancel(inner, recorded);
        }
    }

    /// <summary>Stops a step and all that goes on inside it; of one that has ended, its undoing.</summary>
    internal void Cancel(StepState step, RecordedEvent recorded)
    {
        if (step.IsOpen)
            End(step, StepStatus.Cancelled, recorded);
        else
            CancelInside(step, recorded);
    }

    /// <summary>A step waits no more.</summary>
    internal void Unwait(StepState step)
    {
        if (step.Status == StepStatus.Unresolved)
            Unresolved--;
        if (step.Wait is null)
            return;
        if (step.Wait.Question is not null)
            Questions--;
        step.Wait = null;
    }

    internal void KeepAttempts(string path, int attempts) => _index.KeepAttempts(path, attempts);

    internal void NoteUndone(string path, int times) =>
        (TimesUndone ??= new Dictionary<string, int>(StringComparer.Ordinal))[path] = times;

    internal void NoteUndone(string path) => NoteUndone(path, (TimesUndone?.GetValueOrDefault(path) ?? 0) + 1);

    /// <summary>Makes a step wait again as if it had never begun. <see cref="Recount"/> must follow.</summary>
    internal void Reset(StepState step)
    {
        _index.KeepAttempts(step.Path, step.Attempt);
        DropInside(step);
        Undoable.Remove(step);
        LeaveAttempt(step);
        Unwait(step);
        var fresh = new StepState(step.Definition, step.Index, step.Scope);
        step.Scope.Steps[step.Index] = fresh;
        _index.Add(fresh);
    }

    /// <summary>Drops the inner steps of a step that begins again. Their attempts go on counting.</summary>
    internal void DropInside(StepState step)
    {
        foreach (var scope in step.Scopes())
            Drop(scope);
        step.Handler = null;
        step.Undo = null;
        step.Inner = null;
    }

    /// <summary>Drops a list of steps that may be gone through again. Their attempts go on counting.</summary>
    internal void Drop(ScopeState scope)
    {
        foreach (var inner in Walk(scope))
        {
            _index.KeepAttempts(inner.Path, inner.Attempt);
            _index.Remove(inner);
            Undoable.Remove(inner);
        }
    }

    /// <summary>Derives anew what is to be decided next, after steps were reset.</summary>
    internal void Recount()
    {
        Ready.Clear();
        Closable.Clear();
        Undecided.Clear();
        Due.Clear();
        Recounting.Of(this, Root!);
        _index.CountLevels(Root!.Graph);
        LevelsDone = _index.RecountLevels(Root!);
    }

    /// <summary>Counts what follows from the steps, after they were put where they were. Nothing is to be decided there.</summary>
    internal void CountRestored()
    {
        Ready.Clear();
        Closable.Clear();
        Undecided.Clear();
        foreach (var step in Walk(Root!))
        {
            Due.Changed(step);
            Questions += step.Wait?.Question is null ? 0 : 1;
            Unresolved += step.Status == StepStatus.Unresolved ? 1 : 0;
            if (!step.IsInFlight)
                continue;
            InFlight++;
            _index.NoteStarted(step);
        }

        LevelsDone = _index.RecountLevels(Root!);
    }

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
