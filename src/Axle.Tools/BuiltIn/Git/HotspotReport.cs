using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Git;

/// <summary>The result of <c>git.hotspots</c>.</summary>
/// <param name="Summary">Numbers over the history.</param>
/// <param name="Hotspots">Files that change often and are complex, hottest first.</param>
/// <param name="Couplings">Files that change together, strongest first.</param>
/// <param name="Findings">The hottest places, at their most complex functions.</param>
public sealed record HotspotReport(HotspotSummary Summary, IReadOnlyList<Hotspot> Hotspots, IReadOnlyList<Coupling> Couplings, IReadOnlyList<Finding> Findings);

/// <summary>Numbers over the history.</summary>
/// <param name="Available">Whether there is a history to read.</param>
/// <param name="Reason">Why there is none; null when there is one.</param>
/// <param name="Commits">Commits read, without merges and bots.</param>
/// <param name="Authors">Different authors.</param>
/// <param name="FilesChanged">Files of today that those commits changed.</param>
/// <param name="SingleAuthorFiles">How many of those only one person changed.</param>
/// <param name="Months">How far back was read.</param>
public sealed record HotspotSummary(bool Available, string? Reason, int Commits, int Authors, int FilesChanged, int SingleAuthorFiles, int Months);

/// <summary>One file's history and complexity.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Commits">Commits that changed it.</param>
/// <param name="LinesChanged">Lines added and deleted.</param>
/// <param name="Authors">Different authors.</param>
/// <param name="LastChange">The last change.</param>
/// <param name="DaysSinceChange">Whole days since then.</param>
/// <param name="Complexity">Cyclomatic complexity of all its functions together.</param>
/// <param name="Score">Rank by commits times rank by complexity, 0 to 1.</param>
public sealed record Hotspot(
    string File, int Commits, int LinesChanged, int Authors, DateTimeOffset LastChange, int DaysSinceChange, int Complexity, double Score);

/// <summary>Two files that change together.</summary>
/// <param name="File">One file.</param>
/// <param name="Other">The other file.</param>
/// <param name="Together">Commits that changed both.</param>
/// <param name="Degree">Those commits in proportion to the commits of the file that changed less often, 0 to 1.</param>
public sealed record Coupling(string File, string Other, int Together, double Degree);
