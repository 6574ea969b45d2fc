using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>Evidence ranked, grouped and counted: everything that the offline provider knows.</summary>
internal sealed record ReviewDigest
{
    /// <summary>Whether any evidence came at all.</summary>
    public required bool HasEvidence { get; init; }

    /// <summary>Name of the workspace; "This workspace" when unknown.</summary>
    public required string Workspace { get; init; }

    /// <summary>The agent that asks; empty when unknown.</summary>
    public required string Agent { get; init; }

    /// <summary>The action it performs; empty when unknown.</summary>
    public required string Action { get; init; }

    /// <summary>Findings, heaviest first.</summary>
    public required IReadOnlyList<EvidenceFinding> Findings { get; init; }

    /// <summary>Findings by rule, heaviest group first.</summary>
    public required IReadOnlyList<RuleGroup> Rules { get; init; }

    /// <summary>Findings by directory, heaviest first.</summary>
    public required IReadOnlyList<PlaceGroup> Directories { get; init; }

    /// <summary>Findings by file, heaviest first.</summary>
    public required IReadOnlyList<PlaceGroup> Files { get; init; }

    /// <summary>The tools, in the order of the evidence.</summary>
    public required IReadOnlyList<SourceFact> Tools { get; init; }

    /// <summary>The earlier steps, in the order of the evidence.</summary>
    public required IReadOnlyList<SourceFact> Upstream { get; init; }

    /// <summary>Numbers of the tools by name, letters and digits only, lower case (<c>averagecomplexity</c>).</summary>
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>The numbers as a reader knows them: <c>code.structure.averageComplexity</c>.</summary>
    public required IReadOnlyList<(string Path, double Value)> NamedNumbers { get; init; }

    /// <summary>How many findings were left out before they came here, because of the prompt's budget.</summary>
    public required int LeftOut { get; init; }

    /// <summary>0 to 100, see <see cref="HealthScore"/>; null when nothing was looked at, because a score would then mean nothing.</summary>
    public required double? Score { get; init; }

    /// <summary>A to F; null without a score.</summary>
    public string? Grade => Score is { } score ? HealthScore.Grade(score) : null;

    /// <summary>The worst severity; null without findings.</summary>
    public FindingSeverity? Worst => Findings.Count == 0 ? null : Findings.Max(f => f.Severity);

    /// <summary>How many findings have this severity.</summary>
    public int Count(FindingSeverity severity) => Findings.Count(f => f.Severity == severity);
}
