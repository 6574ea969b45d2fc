using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>
/// A score from 0 to 100 out of findings. Each rule costs its severity's points (critical 12, high 5, medium 1.5, low 0.4, info 0) times
/// mean confidence times 1 + ln(count): the tenth place of one habit tells less than the first. The costs add up to P, and the score is
/// 100 · e^(-P/120), so it falls steeply at first and never reaches 0 by count alone. A critical finding caps it below 50, a high one below 70
/// (confidence 0.5 or more): many clean files do not make up for one open door. An estimate to compare runs by, no measurement.
/// </summary>
internal static class HealthScore
{
    private const double Softness = 120;
    private const double LeastConfidence = 0.5;
    private static readonly double[] Points = [0, 0.4, 1.5, 5, 12];

    /// <summary>The formula in one sentence for readers of a report.</summary>
    public const string Explanation =
        "The score is 100·e^(-P/120), where every rule adds its severity's points (critical 12, high 5, medium 1.5, low 0.4) times confidence times 1 + ln(places) to P; a critical finding holds it below 50, a high one below 70.";

    public static double Of(IReadOnlyList<RuleGroup> rules)
    {
        var cost = rules.Sum(r => Points[(int)r.Severity] * r.Confidence * (1 + Math.Log(r.Findings.Count)));
        var worst = rules.SelectMany(r => r.Findings).Where(f => f.Confidence >= LeastConfidence).Select(f => f.Severity).DefaultIfEmpty().Max();
        var cap = worst switch { FindingSeverity.Critical => 49.9, FindingSeverity.High => 69.9, _ => 100 };
        return Math.Round(Math.Min(cap, 100 * Math.Exp(-cost / Softness)), 1);
    }

    public static string Grade(double score) => score switch
    {
        >= 85 => "A",
        >= 70 => "B",
        >= 55 => "C",
        >= 40 => "D",
        _ => "F",
    };
}
