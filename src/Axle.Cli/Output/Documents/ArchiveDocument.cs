using System.Collections.Immutable;
using Axle.Workflows.Archive;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow delete</c>, <c>prune</c> and <c>discard</c>.</summary>
/// <param name="DryRun">Whether nothing was removed.</param>
/// <param name="Runs">The runs.</param>
internal sealed record RemovalDocument(bool DryRun, ImmutableArray<string> Runs);

/// <summary>The answer of <c>workflow export</c> and <c>import</c>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Events">Events in its history.</param>
/// <param name="File">The archive; absolute.</param>
/// <param name="Head">The last link of the archive's chain: two archives with the same one are the same.</param>
internal sealed record ArchiveDocument(string RunId, string Workflow, string Status, long Events, string File, string? Head)
{
    public static ArchiveDocument Of(ArchiveSummary summary, string file) => new(
        summary.Run.Value, summary.Workflow, Words.Name(summary.Status), summary.Events, file, summary.Head);
}
