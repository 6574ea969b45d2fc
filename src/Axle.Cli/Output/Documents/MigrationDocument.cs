using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow migrate --all-waiting</c>.</summary>
internal sealed record MigrationListDocument(bool DryRun, ImmutableArray<MigrationPart> Runs);

/// <summary>What a migration of a run does; the answer of <c>workflow migrate</c>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Faults">Why it cannot be done; empty when it can.</param>
/// <param name="Added">Steps that are new and will run.</param>
/// <param name="Removed">Steps that had not begun and are gone.</param>
/// <param name="Changed">Steps that do something else from now on.</param>
internal sealed record MigrationPart(
    string RunId, ImmutableArray<string> Faults, ImmutableArray<string> Added, ImmutableArray<string> Removed, ImmutableArray<string> Changed)
{
    public static MigrationPart Of(RunId run, MigrationCheck check) => new(run.Value, check.Faults, check.Added, check.Removed, check.Changed);
}
