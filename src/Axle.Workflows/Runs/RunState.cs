using System.Collections.Immutable;
using System.Text.Json;
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
    private readonly Dictionary<string, StepState> _byPath = new(StringComparer.Ordinal);
    private readonly HashSet<StepState> _timed = [];
    private EndedSteps _ended = new();
    private int[] _openOfLevel = [];
    private List<StepState> _started = [];

    /// <summary>An empty state, before the first event.</summary>
    /// <param name="id">The run.</param>
    /// <param name="workflow">The definition it is pinned to.</param>
    public RunState(RunId id, Workflow workflow)
    {
        Id = id;
        Workflow = workflow;
    }

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>The definition it is pinned to.</summary>
    public Workflow Workflow { get; }

    /// <summary>Hash of the definition.</summary>
    public string Definition { get; internal set; } = "";

    /// <summary>Where the run is in its life.</summary>
    public RunStatus Status { get; internal set; }

    /// <summary>Sequence number of the last event; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    /// <summary>When the run started.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When the last event was decided.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it was paused; null when it is not.</summary>
    public DateTimeOffset? PausedAt { get; internal set; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>The inputs.</summary>
    public Payload Inputs { get; internal set; } = Payload.EmptyObject;

    /// <summary>Facts the host gave the run.</summary>
    public ImmutableDictionary<string, string> Attributes { get; internal set; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The outputs; null until it completed.</summary>
    public Payload? Outputs { get; internal set; }

    /// <summary>The error it ended with; null when it did not fail.</summary>
    public AxleError? Error { get; internal set; }

    /// <summary>How every step that is known so far went, in the order of the file; handlers' steps after their step.</summary>
    public ImmutableArray<StepRecord> Records => Root is null ? [] : [.. Walk(Root).Select(static s => s.ToRecord())];

    internal Dictionary<string, JsonElement> Variables { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal ScopeState? Root { get; private set; }

    /// <summary>Where the run's time limit counts from: its start, moved on by pauses.</summary>
    internal DateTimeOffset LimitFrom { get; set; }

    /// <summary>Steps that nothing holds back any more. May name steps that began since: who takes one looks at its status.</summary>
    internal Queue<StepState> Ready { get; } = new();

    /// <summary>Error handlers all of whose steps have ended. May name some that were closed since.</summary>
    internal Queue<ScopeState> Closable { get; } = new();

    /// <summary>Levels of the run's own graph whose steps have all ended, counted from the first without a gap.</summary>
    internal int LevelsDone { get; private set; }

    internal IReadOnlyList<StepRecord> Ended => _ended.Snapshot();

    internal IReadOnlyCollection<StepState> Timed => _timed;

    /// <summary>Folds one event in.</summary>
    /// <exception cref="InvalidOperationException">
    /// The event does not follow on the last one, or its change of status is not one of the state machine's.
    /// </exception>
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Seq != LastSeq + 1)
            throw new InvalidOperationException($"Event {recorded.Seq} of run {Id} does not follow on event {LastSeq}.");
        switch (recorded.Event)
        {
            case StepStarted or StepAttemptFailed or StepFellBack or StepHandled or StepCompleted or StepFailed or StepSkipped:
                StepFold.Apply(this, recorded.Event, recorded.At);
                break;
            default:
                RunFold.Apply(this, recorded.Event, recorded.At);
                break;
        }

        // Last: until here they say when the run was last heard of.
        SkipTo(recorded);
    }

    /// <summary>The run's status row.</summary>
    public RunRow ToRow() => new(Id, Workflow.Name, Definition, Status, LastSeq, CreatedAt, UpdatedAt, NextDue());

    /// <summary>When the engine must look at the run although nothing reports; null when it need not.</summary>
    public DateTimeOffset? NextDue()
    {
        if (Status is not (RunStatus.Executing or RunStatus.Paused))
            return null;
        var executes = Status == RunStatus.Executing;
        DateTimeOffset? next = executes && Workflow.Timeout is { } limit ? LimitFrom + limit : null;
        foreach (var step in _timed)
        {
            // In a paused run only attempts in flight go on, and so only their limits count.
            if ((executes ? step.DueAt : step.AttemptDueAt) is { } due && (next is null || due < next))
                next = due;
        }

        return next;
    }

    /// <summary>Takes over the place after an event and nothing else of it: as for a rollback, which changes the state in its own way.</summary>
    internal void SkipTo(RecordedEvent recorded)
    {
        LastSeq = recorded.Seq;
        UpdatedAt = recorded.At;
    }

    internal StepState Step(string path) => _byPath.TryGetValue(path, out var step)
        ? step
        : throw new InvalidOperationException($"Run {Id} has no step '{path}'.");

    internal StepState? FindStep(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Notes that an attempt began, for <see cref="TakeStarted"/>.</summary>
    internal void NoteStarted(StepState step) => _started.Add(step);

    /// <summary>The steps whose attempts began since this was last asked; some may have ended since.</summary>
    internal List<StepState> TakeStarted()
    {
        var started = _started;
        _started = [];
        return started;
    }

    internal void OpenRoot()
    {
        var graph = GraphCache.Of(Workflow);
        _openOfLevel = [.. graph.Levels.Select(static l => l.Length)];
        Root = Open(graph, null, null, "");
    }

    internal ScopeState OpenHandler(StepState owner, ErrorHandler handler) =>
        owner.Handler = Open(GraphCache.Of(handler), owner.Scope, owner, owner.Path + "/onError/");

    /// <summary>Keeps the lists that are derived from a step's status in step with it.</summary>
    internal void Changed(StepState step)
    {
        if (step.DueAt is null)
            _timed.Remove(step);
        else
            _timed.Add(step);
    }

    internal void End(StepState step, StepStatus status, DateTimeOffset at)
    {
        step.Status = status;
        step.EndedAt = at;
        step.RetryAt = null;
        Changed(step);
        _ended.Add(step.ToRecord());
        var scope = step.Scope;
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
            CountLevel(scope.Graph.Level(step.Index));
    }

    /// <summary>Makes a step wait again as if it had never begun. <see cref="Recount"/> must follow.</summary>
    internal void Reset(StepState step)
    {
        foreach (var inner in step.Handler?.Steps ?? [])
            _byPath.Remove(inner.Path);
        var fresh = new StepState(step.Definition, step.Index, step.Scope) { Attempt = step.Attempt };
        step.Scope.Steps[step.Index] = fresh;
        _byPath[fresh.Path] = fresh;
        _timed.Remove(step);
    }

    /// <summary>Counts anew what each step of the run's own list waits for, after some were reset.</summary>
    internal void Recount()
    {
        var root = Root!;
        Ready.Clear();
        Closable.Clear();
        root.Open = root.Steps.Count(static s => s.IsOpen);
        Array.Clear(_openOfLevel);
        LevelsDone = 0;
        foreach (var step in root.Steps)
        {
            step.WaitingFor = 0;
            foreach (var index in root.Graph.Dependencies(step.Index))
                step.WaitingFor += root.Steps[index].IsOpen ? 1 : 0;
            if (step.IsOpen)
                _openOfLevel[root.Graph.Level(step.Index)]++;
            if (step is { Status: StepStatus.Pending, WaitingFor: 0 })
                Ready.Enqueue(step);
        }

        AdvanceLevels();
        _ended = new EndedSteps(Walk(root).Where(static s => s.IsEnded).OrderBy(static s => s.EndedAt).Select(static s => s.ToRecord()));
    }

    internal static IEnumerable<StepState> Walk(ScopeState scope) =>
        scope.Steps.SelectMany(static s => s.Handler is null ? [s] : Walk(s.Handler).Prepend(s));

    private ScopeState Open(StepGraph graph, ScopeState? parent, StepState? owner, string prefix)
    {
        var scope = new ScopeState(graph, parent, owner, prefix);
        foreach (var step in scope.Steps)
        {
            _byPath[step.Path] = step;
            if (step.WaitingFor == 0)
                Ready.Enqueue(step);
        }

        return scope;
    }

    private void CountLevel(int level)
    {
        _openOfLevel[level]--;
        AdvanceLevels();
    }

    private void AdvanceLevels()
    {
        while (LevelsDone < _openOfLevel.Length && _openOfLevel[LevelsDone] == 0)
            LevelsDone++;
    }
}
