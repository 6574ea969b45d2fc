using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Dependencies;

/// <summary>Result of <c>dependencies.manifests</c>.</summary>
/// <param name="Manifests">Every manifest that was read.</param>
/// <param name="Dependencies">What they declare, up to 2,000.</param>
/// <param name="DependencyCount">How many there are in all.</param>
/// <param name="Ecosystems">Count of distinct packages by ecosystem.</param>
/// <param name="Findings">What the rules found, most severe first.</param>
/// <param name="Summary">Counts over all findings.</param>
/// <param name="Note">What the tool does not do.</param>
public sealed record ManifestsReport(
    IReadOnlyList<Manifest> Manifests,
    IReadOnlyList<Dependency> Dependencies,
    int DependencyCount,
    IReadOnlyDictionary<string, int> Ecosystems,
    IReadOnlyList<Finding> Findings,
    FindingSummary Summary,
    string Note);
