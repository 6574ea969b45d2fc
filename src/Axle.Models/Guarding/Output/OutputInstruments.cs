using System.Diagnostics.Metrics;

namespace Axle.Models.Guarding.Output;

/// <summary>What can be counted of guards of answers.</summary>
internal static class OutputInstruments
{
    private static readonly Meter Meter = new("Axle.Guardrails");
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("axle.guard.findings", "{finding}", "What guards found in answers.");

    /// <summary>Counts a finding.</summary>
    public static void Count(AnswerFinding finding) => Findings.Add(
        1, new("guard", finding.Guard), new("reason", finding.Reason), new("action", finding.Action.ToString().ToLowerInvariant()));
}
