using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Docs;

/// <summary>The result of <c>docs.inventory</c>.</summary>
/// <param name="Summary">Numbers over the workspace.</param>
/// <param name="Present">Which of the usual files exist: <c>readme</c>, <c>license</c>, <c>changelog</c>, <c>contributing</c>,
/// <c>continuousIntegration</c>, with their paths; null where missing.</param>
/// <param name="Markers">Notes such as "to do" left in comments, in order of file and line.</param>
/// <param name="Findings">Missing files, broken links, markers.</param>
public sealed record DocsReport(DocsSummary Summary, IReadOnlyDictionary<string, string?> Present, IReadOnlyList<MarkerFact> Markers,
    IReadOnlyList<Finding> Findings);

/// <summary>Numbers over the workspace.</summary>
/// <param name="FilesAnalysed">Files read.</param>
/// <param name="FilesSkipped">Files left out, by reason.</param>
/// <param name="Links">Relative links in Markdown files.</param>
/// <param name="BrokenLinks">Links whose target does not exist.</param>
/// <param name="Markers">Notes left in comments.</param>
/// <param name="PublicMembers">Public types and functions whose documentation can be told; 0 when the languages have none.</param>
/// <param name="DocumentedMembers">How many of them have a documentation comment.</param>
public sealed record DocsSummary(
    int FilesAnalysed, IReadOnlyDictionary<SkipReason, int> FilesSkipped, int Links, int BrokenLinks, int Markers, int PublicMembers, int DocumentedMembers);

/// <summary>A note left in a comment.</summary>
/// <param name="File">Path relative to the workspace.</param>
/// <param name="Line">Its line.</param>
/// <param name="Kind">The marker's word, upper case.</param>
/// <param name="Text">What it says, at most 160 characters.</param>
/// <param name="AgeDays">Days since the line was last changed; null without git or when many markers were found.</param>
public sealed record MarkerFact(string File, int Line, string Kind, string Text, int? AgeDays);
