using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>A step of a run as the engine holds it. Changed by the fold of events only.</summary>
/// <remarks>Small, as a run may have very many: times are ticks, and what few steps have is apart.</remarks>
internal sealed class StepState(Step definition, int index, ScopeState scope)
{
    private long _startedAt;
    private long _limitFrom;
    private long _endedAt;
    private Rarities? _rare;

    public Step Definition { get; private set; } = definition;

    public int Index { get; private set; } = index;

    public ScopeState Scope { get; } = scope;

    public string Path { get; } = scope.Prefix.Length == 0 ? definition.Key : scope.Prefix + definition.Key;

    public StepStatus Status { get; set; }

    /// <summary>Steps of the same scope that must end before this one is looked at.</summary>
    public int WaitingFor { get; set; } = scope.Graph.Dependencies(index).Length;

    /// <summary>Attempts made in all.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts made with the action in force: the step's own or a fallback's.</summary>
    public int AttemptOfAction { get; set; }

    /// <summary>The fallback in force; -1 for the step's own action.</summary>
    public int Fallback { get; set; } = -1;

    /// <summary>Whether an attempt at it was handed out, or is to be.</summary>
    public bool IsInFlight { get; set; }

    /// <summary>Whether it was stopped while an effect that must happen at most once was under way, or its outcome unknown.</summary>
    public bool MayHaveHappened { get; set; }

    public Payload? Input { get; set; }

    public Payload? Output { get; set; }

    public AxleError? Error
    {
        get => _rare?.Error;
        set => SetRare(value, static (rare, value) => rare.Error = value);
    }

    public DateTimeOffset? StartedAt
    {
        get => TimeOf(_startedAt);
        set => _startedAt = TicksOf(value);
    }

    /// <summary>Where the step's time limit counts from: its start, moved on by pauses.</summary>
    public DateTimeOffset LimitFrom
    {
        get => new(_limitFrom, TimeSpan.Zero);
        set => _limitFrom = value.UtcTicks;
    }

    /// <summary>
    /// Where the attempt's time limit counts from: when a worker took it up. Null until then: time in a queue is not the step's. Not part of the
    /// history, as the time begins anew after a crash.
    /// </summary>
    public DateTimeOffset? AttemptFrom
    {
        get => _rare?.AttemptFrom;
        set => SetRare(value, static (rare, value) => rare.AttemptFrom = value);
    }

    public DateTimeOffset? EndedAt
    {
        get => TimeOf(_endedAt);
        set => _endedAt = TicksOf(value);
    }

    public DateTimeOffset? RetryAt
    {
        get => _rare?.RetryAt;
        set => SetRare(value, static (rare, value) => rare.RetryAt = value);
    }

    public string? SkipReason
    {
        get => _rare?.SkipReason;
        set => SetRare(value, static (rare, value) => rare.SkipReason = value);
    }

    /// <summary>Skipped because a step before it did not succeed.</summary>
    public bool Blocked { get; set; }

    public ImmutableArray<StepDecision> Decisions
    {
        get => _rare?.Decisions ?? [];
        set
        {
            if (_rare is not null || !value.IsEmpty)
                (_rare ??= new Rarities()).Decisions = value;
        }
    }

    /// <summary>What it waits for; null when it does not wait.</summary>
    public StepWait? Wait
    {
        get => _rare?.Wait;
        set => SetRare(value, static (rare, value) => rare.Wait = value);
    }

    /// <summary>How far its inner steps have come; null for a step that has none, or has not begun.</summary>
    public InnerScopes? Inner
    {
        get => _rare?.Inner;
        set => SetRare(value, static (rare, value) => rare.Inner = value);
    }

    /// <summary>The error handler's steps, while and after they run.</summary>
    public ScopeState? Handler
    {
        get => _rare?.Handler;
        set => SetRare(value, static (rare, value) => rare.Handler = value);
    }

    /// <summary>The step that undoes it, while and after it runs.</summary>
    public ScopeState? Undo
    {
        get => _rare?.Undo;
        set => SetRare(value, static (rare, value) => rare.Undo = value);
    }

    /// <summary>The undoing of its inner steps, while it goes on.</summary>
    public Compensation? Compensation
    {
        get => _rare?.Compensation;
        set => SetRare(value, static (rare, value) => rare.Compensation = value);
    }

    /// <summary>Whether the step was undone after it completed.</summary>
    public bool IsUndone { get; set; }

    /// <summary>Why it could not be undone; null when it was, or nobody tried.</summary>
    public AxleError? UndoError
    {
        get => _rare?.UndoError;
        set => SetRare(value, static (rare, value) => rare.UndoError = value);
    }

    /// <summary>Sequence number of the event with which it ended.</summary>
    public long EndedSeq { get; set; }

    public bool IsEnded => Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped or StepStatus.Cancelled;

    public bool IsOpen => !IsEnded;

    /// <summary>Whether steps that depend on this one, and do not ask for failures, must not run.</summary>
    public bool BlocksDependants => Status switch
    {
        StepStatus.Failed => !Definition.ContinueOnError || Definition.Action is FailAction,
        StepStatus.Skipped => Blocked,
        StepStatus.Cancelled => true,
        _ => false,
    };

    /// <summary>The action in force.</summary>
    public StepAction Action => CurrentFallback?.Action ?? Definition.Action;

    public string? Provider => CurrentFallback?.Provider ?? Definition.Provider;

    public string? Model => CurrentFallback?.Model ?? Definition.Model;

    public Expressions.Template? With => CurrentFallback?.With ?? Definition.With;

    private Fallback? CurrentFallback => Fallback < 0 ? null : Definition.Fallbacks[Fallback];

    /// <summary>When the attempt in flight is out of time; null when none is, or it has no limit.</summary>
    public DateTimeOffset? AttemptDueAt =>
        Status == StepStatus.Running && IsInFlight && Definition.AttemptTimeout is { } limit ? AttemptFrom + limit : null;

    /// <summary>When this step needs the engine although nothing reports: a retry or a wait is over, or time is up.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            var due = Status switch
            {
                StepStatus.Retrying => RetryAt,
                StepStatus.Waiting => Wait?.DueAt,
                _ => AttemptDueAt,
            };
            // The steps of an error handler have limits of their own: this one may be why they run.
            return Status is StepStatus.Running or StepStatus.Retrying or StepStatus.Waiting
                && Definition.Timeout is { } whole && (due is null || LimitFrom + whole < due)
                    ? LimitFrom + whole
                    : due;
        }
    }

    /// <summary>The scopes inside it that are kept: its inner steps', its handler's, its undo's.</summary>
    public IEnumerable<ScopeState> Scopes()
    {
        foreach (var inner in Inner?.Scopes ?? [])
            yield return inner;
        if (Handler is not null)
            yield return Handler;
        if (Undo is not null)
            yield return Undo;
    }

    /// <summary>Goes on as a step of another definition.</summary>
    public void Rebase(Step definition, int index) => (Definition, Index) = (definition, index);

    /// <summary>Whether the step is <paramref name="owner"/>, or inside of it at any depth.</summary>
    public bool IsWithin(StepState owner)
    {
        for (var step = this; step is not null; step = step.Scope.Owner)
        {
            if (step == owner)
                return true;
        }

        return false;
    }

    public StepRecord ToRecord() => new()
    {
        Path = Path,
        Kind = Action.Kind,
        Does = ActionText.Of(Action),
        Status = Status,
        Attempts = Attempt,
        Level = Scope.Graph.Level(Index),
        DependsOn = [.. Scope.Graph.Dependencies(Index).AsSpan().ToArray().Select(i => Scope.Graph.Steps[i].Key)],
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        RetryAt = RetryAt,
        WaitsUntil = Status == StepStatus.Waiting ? Wait?.Until : null,
        WaitsFor = Status == StepStatus.Waiting ? Wait?.Signal : null,
        Question = Status == StepStatus.Waiting ? Wait?.Question : null,
        QuestionId = Status == StepStatus.Waiting && Wait is { Question: not null } asks ? asks.QuestionId(Attempt) : null,
        AskedToo = Status == StepStatus.Waiting && Action is ApprovalAction { Escalation.IsEmpty: false } approval ? Wait!.AskedToo(approval) : [],
        Inner = Inner is { Turns.Count: 0 } or { Opened: > 0 } ? Inner.Progress : null,
        Turns = Inner is { Turns.Count: > 0 } ? [.. Inner.Turns] : [],
        Input = Input,
        Output = Output,
        Error = Error,
        SkipReason = SkipReason,
        IsUndone = IsUndone,
        UndoError = UndoError,
        Decisions = Decisions,
    };

    private static DateTimeOffset? TimeOf(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero);

    private static long TicksOf(DateTimeOffset? time) => time?.UtcTicks ?? 0;

    private void SetRare<T>(T value, Action<Rarities, T> set)
    {
        if (_rare is not null || value is not null)
            set(_rare ??= new Rarities(), value);
    }

    /// <summary>What few steps have.</summary>
    private sealed class Rarities
    {
        public AxleError? Error;
        public DateTimeOffset? AttemptFrom;
        public DateTimeOffset? RetryAt;
        public string? SkipReason;
        public ImmutableArray<StepDecision> Decisions = [];
        public StepWait? Wait;
        public InnerScopes? Inner;
        public ScopeState? Handler;
        public ScopeState? Undo;
        public Compensation? Compensation;
        public AxleError? UndoError;
    }
}
