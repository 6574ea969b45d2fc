using System.Collections.Immutable;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow rollback --dry-run</c>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Seq">The event that it would go back to.</param>
/// <param name="Checkpoint">Name of the checkpoint there, when it was named.</param>
/// <param name="Undone">Steps that would be undone with <c>--compensate</c>, in that order.</param>
/// <param name="Again">Steps that have ended and would run again.</param>
internal sealed record RollbackDocument(string RunId, long Seq, string? Checkpoint, ImmutableArray<string> Undone, ImmutableArray<string> Again);
