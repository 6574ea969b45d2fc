using System.Collections.Immutable;
using Axle.Workflows.Runs.Timing;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow timing</c>; times in milliseconds.</summary>
internal sealed record TimingDocument(
    string RunId,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    long TotalMs,
    long WorkingMs,
    long RetryingMs,
    long RetryingOnCriticalPathMs,
    long QueuedOnCriticalPathMs,
    long HeldOnCriticalPathMs,
    Parallelism Parallelism,
    ImmutableArray<StepTimingPart> CriticalPath,
    ImmutableArray<StepTimingPart> Steps)
{
    public static TimingDocument Of(RunId run, TimingReport report) => new(
        run.Value,
        report.StartedAt,
        report.EndedAt,
        Ms(report.Total),
        Ms(report.Working),
        Ms(report.Retrying),
        Ms(report.RetryingOnCriticalPath),
        Ms(report.QueuedOnCriticalPath),
        Ms(report.HeldOnCriticalPath),
        report.Parallelism,
        [.. report.CriticalPath.Select(StepTimingPart.Of)],
        [.. report.Steps.Select(StepTimingPart.Of)]);

    internal static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}

/// <summary>Where the time of a step went.</summary>
internal sealed record StepTimingPart(
    string Path, string Kind, string Does, int Attempts, DateTimeOffset StartedAt, DateTimeOffset EndedAt, long QueuedMs, long RetryingMs, long WorkingMs,
    long HeldMs, double Share, bool HasInner, bool IsCritical)
{
    public static StepTimingPart Of(StepTiming step) => new(
        step.Path, step.Kind, step.Does, step.Attempts, step.StartedAt, step.EndedAt, TimingDocument.Ms(step.Queued), TimingDocument.Ms(step.Retrying),
        TimingDocument.Ms(step.Working), TimingDocument.Ms(step.Held), step.Share, step.HasInner, step.IsCritical);
}
