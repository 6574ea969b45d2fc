using System.Collections.Immutable;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Timing;

/// <summary>Finds out where the time of a run went, from what was recorded of its steps.</summary>
public sealed class RunTiming
{
    private readonly StepPlaces _places;
    private readonly DateTimeOffset _began;
    private readonly DateTimeOffset _ended;
    private readonly Dictionary<string, DateTimeOffset> _lastAttempts;
    private readonly Dictionary<string, StepTiming> _timings;

    private RunTiming(IReadOnlyList<StepRecord> steps, IEnumerable<RecordedEvent> events, DateTimeOffset began, DateTimeOffset ended)
    {
        _places = new StepPlaces(steps, began);
        (_began, _ended) = (began, ended < began ? began : ended);
        _lastAttempts = LastAttempts(events);
        _timings = steps.Where(static s => s.StartedAt is not null).Select(TimingOf).ToDictionary(static t => t.Path, StringComparer.Ordinal);
    }

    /// <summary>The report of a run.</summary>
    /// <param name="steps">Its steps; paths are unique.</param>
    /// <param name="events">Its history, from which attempts are told apart; without it, retries count as work.</param>
    /// <param name="startedAt">When it began.</param>
    /// <param name="endedAt">When it ended; the time now while it has not.</param>
    public static TimingReport Of(
        IReadOnlyList<StepRecord> steps, IEnumerable<RecordedEvent> events, DateTimeOffset startedAt, DateTimeOffset endedAt)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(events);
        return new RunTiming(steps, events, startedAt, endedAt).Report();
    }

    private TimingReport Report()
    {
        var chain = new List<StepRecord>();
        var critical = new HashSet<string>(StringComparer.Ordinal);
        if (LastOf(_places.Root) is { } last)
            GoBack(last, chain, critical);
        chain.Reverse();
        var timings = _timings.Values
            .Select(t => t with { IsCritical = critical.Contains(t.Path) }).OrderBy(static t => t.StartedAt).ToImmutableArray();
        return new TimingReport(
            _began, _ended, timings, [.. chain.Select(s => _timings[s.Path] with { IsCritical = true })], ParallelismOf(timings));
    }

    /// <summary>From a step to the one whose end made it ready, and so on; of a step with inner steps, through those.</summary>
    private void GoBack(StepRecord last, List<StepRecord> chain, HashSet<string> critical)
    {
        for (var step = last; step is not null && critical.Add(step.Path); step = _places.BeforeOf(step))
        {
            if (LastOf(_places.InnerOf(step)) is { } inner)
                GoBack(inner, chain, critical);
            else if (step.StartedAt is not null)
                chain.Add(step);
        }
    }

    private StepTiming TimingOf(StepRecord step)
    {
        var started = step.StartedAt!.Value;
        var ended = EndOf(step);
        var lastAttempt = _lastAttempts.TryGetValue(step.Path, out var at) && at > started && at <= ended ? at : started;
        var ready = _places.ReadyAt(step);
        var isHeld = step.Kind is "wait" or "approval";
        return new StepTiming
        {
            Path = step.Path,
            Kind = step.Kind,
            Does = step.Does,
            Attempts = step.Attempts,
            ReadyAt = ready < started ? ready : started,
            StartedAt = started,
            EndedAt = ended,
            Retrying = lastAttempt - started,
            Working = isHeld ? TimeSpan.Zero : ended - lastAttempt,
            Held = isHeld ? ended - lastAttempt : TimeSpan.Zero,
            Share = _ended > _began ? (ended - started) / (_ended - _began) : 0,
            HasInner = _places.InnerOf(step).Any(static s => s.StartedAt is not null),
            IsCritical = false,
        };
    }

    /// <summary>The step that ended last; of several that ended at the same time, the one that waited for the others.</summary>
    private StepRecord? LastOf(IEnumerable<StepRecord> steps) =>
        steps.Where(static s => s.StartedAt is not null).MaxBy(s => (EndOf(s), s.StartedAt, s.Level));

    private DateTimeOffset EndOf(StepRecord step) => step.EndedAt ?? _ended;

    private Parallelism ParallelismOf(ImmutableArray<StepTiming> steps)
    {
        // At the same instant, ends count before beginnings: a step that follows on another does not overlap it.
        var changes = steps.Where(static s => !s.HasInner && s.Working > TimeSpan.Zero)
            .SelectMany(static s => new[] { (At: s.EndedAt - s.Working, Change: 1), (At: s.EndedAt, Change: -1) })
            .OrderBy(static c => c.At).ThenBy(static c => c.Change);
        var (most, now) = (0, 0);
        foreach (var (_, change) in changes)
            most = Math.Max(most, now += change);
        var work = steps.Where(static s => !s.HasInner).Sum(static s => s.Working.TotalSeconds);
        return new Parallelism(most, _ended > _began ? work / (_ended - _began).TotalSeconds : 0);
    }

    private static Dictionary<string, DateTimeOffset> LastAttempts(IEnumerable<RecordedEvent> events)
    {
        var last = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var recorded in events)
        {
            if (recorded.Event is StepStarted started)
                last[started.Path] = recorded.At;
        }

        return last;
    }
}
