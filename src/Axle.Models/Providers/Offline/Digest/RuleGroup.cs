using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>All findings of one rule.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Findings">At least one, heaviest first.</param>
internal sealed record RuleGroup(string Rule, IReadOnlyList<EvidenceFinding> Findings)
{
    /// <summary>The heaviest finding.</summary>
    public EvidenceFinding Top => Findings[0];

    /// <summary>The worst severity among them.</summary>
    public FindingSeverity Severity { get; } = Findings.Max(f => f.Severity);

    /// <summary>How many files are touched.</summary>
    public int Files { get; } = Findings.Select(f => f.File).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Mean confidence, 0 to 1.</summary>
    public double Confidence { get; } = Findings.Average(f => f.Confidence);

    /// <summary>
    /// Severity times confidence times spread: a rule that is broken in 8 files weighs twice one in a single file. What only makes
    /// changes dear weighs a third of what goes wrong.
    /// </summary>
    public double Weight => (1 << (2 * (int)Severity)) * Confidence * (1 + (Math.Log2(Files) / 3)) * (new ReviewRule(Rule).IsUpkeep ? 1.0 / 3 : 1);

    /// <summary>The rule in words.</summary>
    public string Title => Top.Title;
}
