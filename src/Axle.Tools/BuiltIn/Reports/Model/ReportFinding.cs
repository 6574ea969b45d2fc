using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A finding with where it came from.</summary>
/// <param name="Finding">The finding; of repeats the one with the highest severity, then confidence.</param>
/// <param name="Sources">Every step that reported it.</param>
/// <param name="Fingerprint">32 hex digits that stay the same when lines above move: made of rule, file and the line's text.</param>
/// <param name="Snippet">The lines around it; null when not read, not readable, or about a secret.</param>
/// <param name="Hot">Whether its file is one of the report's hot spots.</param>
public sealed record ReportFinding(
    Finding Finding, IReadOnlyList<FindingSource> Sources, string Fingerprint, CodeSnippet? Snippet = null, bool Hot = false)
{
    /// <summary>The directory of the file; <c>.</c> at the root.</summary>
    public string Directory => Finding.File.LastIndexOf('/') is > 0 and var end ? Finding.File[..end] : ".";
}
