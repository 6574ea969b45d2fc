using System.Globalization;

namespace Axle.Workflows.Runs.Timing;

/// <summary>Writes a report of where the time went as plain text.</summary>
public static class TimingText
{
    private const int MostCritical = 50;
    private const int MostOthers = 10;
    private const int LongestName = 60;

    /// <summary>Writes the report: what it took in all, the critical path, and the steps beside it that took longest.</summary>
    public static void Write(TextWriter output, TimingReport report)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        output.WriteLine(
            $"The run took {SpanText.Of(report.Total)}. Its steps worked {SpanText.Of(report.Working)} in all: "
            + string.Create(CultureInfo.InvariantCulture, $"{report.Parallelism.Average:0.0} at a time on average, {report.Parallelism.Most} at most."));
        if (report.Retrying > TimeSpan.Zero)
            output.WriteLine($"Retries cost {SpanText.Of(report.Retrying)}, {SpanText.Of(report.RetryingOnCriticalPath)} of it on the critical path.");
        if (report.HeldOnCriticalPath > TimeSpan.Zero)
            output.WriteLine($"It waited on purpose for {SpanText.Of(report.HeldOnCriticalPath)} (wait, approval).");
        if (report.CriticalPath.IsEmpty)
            return;
        output.WriteLine();
        output.WriteLine("Critical path (what the run's duration hangs on):");
        WriteSteps(output, report.CriticalPath, MostCritical);
        var others = report.Steps.Where(static s => !s.IsCritical && !s.HasInner).OrderByDescending(static s => s.EndedAt - s.StartedAt).ToArray();
        if (others.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine("Longest steps beside it:");
        WriteSteps(output, others, MostOthers);
    }

    private static void WriteSteps(TextWriter output, IReadOnlyList<StepTiming> steps, int most)
    {
        var names = Math.Min(LongestName, steps.Take(most).Select(static s => s.Path.Length).Append("step".Length).Max());
        output.WriteLine($"  {"step".PadRight(names)}  {"queued",10}  {"retrying",10}  {"working",10}  {"share",5}");
        foreach (var step in steps.Take(most))
        {
            var name = step.Path.Length <= names ? step.Path.PadRight(names) : $"…{step.Path[^(names - 1)..]}";
            var last = step.Held > TimeSpan.Zero ? step.Held : step.Working;
            var share = string.Create(CultureInfo.InvariantCulture, $"{100 * step.Share:0} %");
            var course = step.Held > TimeSpan.Zero ? $"  {step.Kind}" : step.Attempts > 1 ? $"  {step.Attempts} attempts" : "";
            output.WriteLine($"  {name}  {Cell(step.Queued)}  {Cell(step.Retrying)}  {Cell(last)}  {share,5}{course}");
        }

        if (steps.Count > most)
            output.WriteLine($"  … and {steps.Count - most} more");
    }

    private static string Cell(TimeSpan time) => (time == TimeSpan.Zero ? "-" : SpanText.Of(time)).PadLeft(10);
}
