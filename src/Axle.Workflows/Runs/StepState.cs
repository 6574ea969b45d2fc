using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>A step of a run as the engine holds it. Changed by the fold of events only.</summary>
internal sealed class StepState(Step definition, int index, ScopeState scope)
{
    public Step Definition { get; } = definition;

    public int Index { get; } = index;

    public ScopeState Scope { get; } = scope;

    public string Path { get; } = scope.Prefix + definition.Key;

    public StepStatus Status { get; set; }

    /// <summary>Steps of the same scope that must end before this one is looked at.</summary>
    public int WaitingFor { get; set; } = scope.Graph.Dependencies(index).Length;

    /// <summary>Attempts made in all.</summary>
    public int Attempt { get; set; }

    /// <summary>Attempts made with the action in force: the step's own or a fallback's.</summary>
    public int AttemptOfAction { get; set; }

    /// <summary>The fallback in force; -1 for the step's own action.</summary>
    public int Fallback { get; set; } = -1;

    public Payload? Input { get; set; }

    public Payload? Output { get; set; }

    public AxleError? Error { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>Where the step's time limit counts from: its start, moved on by pauses.</summary>
    public DateTimeOffset LimitFrom { get; set; }

    /// <summary>Where the attempt's time limit counts from: its start, or the recovery after a crash.</summary>
    public DateTimeOffset AttemptFrom { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public DateTimeOffset? RetryAt { get; set; }

    public string? SkipReason { get; set; }

    /// <summary>Skipped because a step before it did not succeed.</summary>
    public bool Blocked { get; set; }

    public ImmutableArray<StepDecision> Decisions { get; set; } = [];

    /// <summary>The error handler's steps, while and after they run.</summary>
    public ScopeState? Handler { get; set; }

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
        Status == StepStatus.Running && Definition.AttemptTimeout is { } limit ? AttemptFrom + limit : null;

    /// <summary>When this step needs the engine although nothing reports: a retry is due, or time is up.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            var due = Status == StepStatus.Retrying ? RetryAt : AttemptDueAt;
            // The steps of an error handler have limits of their own: this one may be why they run.
            return Status is StepStatus.Running or StepStatus.Retrying
                && Definition.Timeout is { } whole && (due is null || LimitFrom + whole < due)
                    ? LimitFrom + whole
                    : due;
        }
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
        Output = Output,
        Error = Error,
        SkipReason = SkipReason,
        Decisions = Decisions,
    };
}
