using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads severities as tools and models write them.</summary>
internal static class SeverityText
{
    /// <summary>The severity of a word such as <c>high</c>, <c>warning</c> or <c>P1</c>; null when the word is not known.</summary>
    public static Severity? Read(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "critical" or "blocker" or "p0" => Severity.Critical,
        "high" or "error" or "major" or "p1" => Severity.High,
        "medium" or "moderate" or "warning" or "p2" => Severity.Medium,
        "low" or "minor" or "p3" => Severity.Low,
        "info" or "note" or "none" or "p4" => Severity.Info,
        _ => null,
    };
}
