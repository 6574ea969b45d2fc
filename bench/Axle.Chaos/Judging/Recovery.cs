using Axle.Chaos.Faults;
using Axle.Chaos.Load;
using Axle.Chaos.Nodes;
using Axle.Workflows.Runs.Events;

namespace Axle.Chaos.Judging;

/// <summary>How long after a kill the work of the dead was gone on with, in seconds.</summary>
/// <param name="Count">Steps or runs that were taken up.</param>
/// <param name="P50">Half of them were by then.</param>
/// <param name="P99">99 of 100 were by then.</param>
/// <param name="Longest">All were by then.</param>
internal sealed record Recovery(int Count, double P50, double P99, double Longest)
{
    /// <summary>Seconds before and after another fault in which a kill counts as one that came with it.</summary>
    private const double After = 3;

    /// <summary>Steps that a killed worker had begun and not ended, to their next beginning; null when there were none.</summary>
    public static Recovery? OfSteps(IEnumerable<Killed> kills, IReadOnlyList<Effect> effects, IReadOnlyCollection<Trouble>? without)
    {
        var byProcess = effects.ToLookup(static e => e.Process);
        var begins = effects.Where(static e => e.IsBegin).ToLookup(static e => (e.Run, e.Step));
        return Of(kills.Where(k => k.Role == NodeRole.Worker && IsQuiet(k, without)).SelectMany(killed => Open(byProcess[killed.Process], killed.At)
            .Where(static e => e.Step != ChaosWorkflow.OnceKey)
            .Select(e => begins[(e.Run, e.Step)].Where(b => b.At >= killed.At && b.Process != killed.Process).Select(b => (double?)(b.At - killed.At)).Min())
            .OfType<double>()));
    }

    /// <summary>Runs that a killed engine owned, to whoever took them over; null when there were none.</summary>
    public static Recovery? OfRuns(IEnumerable<Killed> kills, ILookup<string, RecordedEvent> recovered, IReadOnlyCollection<Trouble>? without) =>
        Of(kills.Where(k => k.Role == NodeRole.Engine && IsQuiet(k, without)).SelectMany(killed => killed.Runs
            .Select(run => recovered[run].Where(e => e.At >= killed.Time).Select(e => (double?)(e.At - killed.Time).TotalSeconds).Min())
            .OfType<double>()));

    private static IEnumerable<Effect> Open(IEnumerable<Effect> made, double at) => made.Where(e => e.At <= at).GroupBy(static e => (e.Run, e.Step))
        .Select(static g => g.Last()).Where(static e => e.IsBegin);

    private static bool IsQuiet(Killed killed, IReadOnlyCollection<Trouble>? without) =>
        without is null || !without.Any(t => killed.At > t.From - After && killed.At < t.To + After);

    private static Recovery? Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? null : new Recovery(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), Math.Round(sorted[^1], 2));
    }

    private static double At(double[] sorted, double share) => Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))], 2);
}
