using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code;

/// <summary>The order in which findings are listed.</summary>
internal static class FindingOrder
{
    /// <summary>The worst findings: by severity, then confidence, then place.</summary>
    public static IReadOnlyList<Finding> Worst(IEnumerable<Finding> findings, int most) =>
    [
        .. findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)
            .ThenBy(f => f.Rule, StringComparer.Ordinal).Take(most),
    ];
}
