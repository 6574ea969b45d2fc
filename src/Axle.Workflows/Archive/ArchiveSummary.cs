using Axle.Workflows.Runs;

namespace Axle.Workflows.Archive;

/// <summary>What an archive holds.</summary>
/// <param name="Run">The run it was made of.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where the run was.</param>
/// <param name="Events">Events in its history.</param>
/// <param name="ExportedAt">When the archive was made.</param>
/// <param name="Head">The last link of its chain: two archives with the same one are the same.</param>
/// <param name="Signature">Whether and how it is signed.</param>
/// <param name="SignedBy">Id of the key it is signed with; null when it is not signed.</param>
public sealed record ArchiveSummary(
    RunId Run, string Workflow, RunStatus Status, long Events, DateTimeOffset ExportedAt, string Head, SignatureState Signature, string? SignedBy);

/// <summary>What is known of the signature of an archive.</summary>
public enum SignatureState
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>It has one, and the key it names was not given.</summary>
    Unchecked,

    /// <summary>It has one, and it is right.</summary>
    Valid,
}
