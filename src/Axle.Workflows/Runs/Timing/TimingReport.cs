using System.Collections.Immutable;

namespace Axle.Workflows.Runs.Timing;

/// <summary>Where the time of a run went.</summary>
/// <param name="StartedAt">When the run began.</param>
/// <param name="EndedAt">When it ended, or the time of the report while it has not.</param>
/// <param name="Steps">Every step that ran, in the order they began.</param>
/// <param name="CriticalPath">
/// The steps that decided how long the run took, first one first: each began because the one before it had ended. Of a step with inner
/// steps, those are on it and not the step itself.
/// </param>
/// <param name="Parallelism">Steps that worked at the same time: at most, and on average.</param>
public sealed record TimingReport(
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    ImmutableArray<StepTiming> Steps,
    ImmutableArray<StepTiming> CriticalPath,
    Parallelism Parallelism)
{
    /// <summary>From the run's beginning to its end.</summary>
    public TimeSpan Total => EndedAt - StartedAt;

    /// <summary>Work of all steps together, attempts that failed left out.</summary>
    public TimeSpan Working => Sum(Steps, static s => s.Working);

    /// <summary>What attempts that failed, and waiting for the next ones, cost in all steps together.</summary>
    public TimeSpan Retrying => Sum(Steps, static s => s.Retrying);

    /// <summary>What the run would have been shorter by at most if no attempt had failed: what retries cost on the critical path.</summary>
    public TimeSpan RetryingOnCriticalPath => Sum(CriticalPath, static s => s.Retrying);

    /// <summary>Time on the critical path in which a step could have begun and did not: no room, a pause, nobody who executed the run.</summary>
    public TimeSpan QueuedOnCriticalPath => Sum(CriticalPath, static s => s.Queued);

    /// <summary>Time on the critical path in which the run waited on purpose: for a time, a signal, a person.</summary>
    public TimeSpan HeldOnCriticalPath => Sum(CriticalPath, static s => s.Held);

    private static TimeSpan Sum(ImmutableArray<StepTiming> steps, Func<StepTiming, TimeSpan> part) =>
        steps.Where(static s => !s.HasInner).Aggregate(TimeSpan.Zero, (sum, step) => sum + part(step));
}

/// <summary>Steps that worked at the same time.</summary>
/// <param name="Most">At most.</param>
/// <param name="Average">On average over the whole run: work of all steps by the run's duration.</param>
public sealed record Parallelism(int Most, double Average);

/// <summary>Where the time of a step went: from ready to its start it was queued, then it was retrying, working or held until its end.</summary>
public sealed record StepTiming
{
    /// <summary>Its address in the run.</summary>
    public required string Path { get; init; }

    /// <summary>What it does: <c>agent</c>, <c>tool</c>, <c>wait</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string Does { get; init; }

    /// <summary>Attempts made.</summary>
    public required int Attempts { get; init; }

    /// <summary>When all it depends on had ended, and its list of steps had begun.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    /// <summary>When its first attempt began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or the time of the report while it has not.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>From ready to its first attempt.</summary>
    public TimeSpan Queued => StartedAt - ReadyAt;

    /// <summary>From its first attempt to its last one: attempts that failed or were lost, and the time between.</summary>
    public required TimeSpan Retrying { get; init; }

    /// <summary>Its last attempt, when that is work.</summary>
    public required TimeSpan Working { get; init; }

    /// <summary>Its last attempt, when that is waiting on purpose: <c>wait</c> and <c>approval</c>.</summary>
    public required TimeSpan Held { get; init; }

    /// <summary>From its first attempt to its end, as a share of the run's time: 0 to 1.</summary>
    public required double Share { get; init; }

    /// <summary>Whether other steps ran inside it: their time is in its time.</summary>
    public required bool HasInner { get; init; }

    /// <summary>Whether it is on the critical path, itself or by a step inside it.</summary>
    public required bool IsCritical { get; init; }
}
