using System.Diagnostics.Metrics;
using Axle.Guardrails.Input;
using Axle.Models.Guarding;

namespace Axle.Guarding;

/// <summary>What can be counted of the input guard.</summary>
internal static class GuardInstruments
{
    private static readonly Meter Meter = new("Axle.Guardrails");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("axle.guard.decisions", "{decision}", "Texts that the input guard judged.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("axle.guard.duration", "s", "How long judging a text took.");

    /// <summary>Counts a decision.</summary>
    public static void Count(GuardDecision decision, TextSource source, GuardMode mode)
    {
        Decisions.Add(
            1, new("verdict", Lower(decision.Verdict)), new("reason", decision.Reason), new("source", Lower(source)), new("tier", Lower(decision.Tier)),
            new("mode", Lower(mode)));
        Duration.Record(decision.Microseconds / 1e6, new KeyValuePair<string, object?>("source", Lower(source)));
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
