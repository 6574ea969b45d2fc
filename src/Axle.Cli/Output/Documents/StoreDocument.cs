using System.Collections.Immutable;
using Axle.Backups;
using Axle.Transfers;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax store backup</c>.</summary>
/// <param name="Store">What was copied: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="File">The backup; absolute.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Runs">Runs in it; missing for PostgreSQL.</param>
internal sealed record StoreBackupDocument(string Store, string File, long Bytes, string Sha256, long? Runs)
{
    public static StoreBackupDocument Of(StoreBackup backup) => new(backup.Store, backup.File, backup.Bytes, backup.Sha256, backup.Runs);
}

/// <summary>The answer of <c>ax store restore</c>.</summary>
/// <param name="Store">What was restored: a file, or <c>postgres://host:port/database</c>.</param>
/// <param name="File">The backup; absolute.</param>
/// <param name="Runs">Runs in it.</param>
/// <param name="Replaced">Where the database lies that was there before; missing when there was none.</param>
internal sealed record StoreRestoreDocument(string Store, string File, long Runs, string? Replaced);

/// <summary>The answer of <c>ax store migrate</c>.</summary>
/// <param name="Source">The file; absolute.</param>
/// <param name="Target">The database: <c>postgres://host:port/database</c>.</param>
/// <param name="State"><c>moved</c>, <c>verified</c>, <c>different</c> or <c>abandoned</c>.</param>
internal sealed record StoreMigrationDocument(string Source, string Target, string State)
{
    /// <summary>Runs that were compared.</summary>
    public long? Runs { get; init; }

    /// <summary>Runs whose hashes differ.</summary>
    public long? DifferentRuns { get; init; }

    /// <summary>SHA-256 over the hashes of all runs of the file.</summary>
    public string? RunsHash { get; init; }

    /// <summary>SHA-256 over the hashes of all runs of the database.</summary>
    public string? TargetRunsHash { get; init; }

    /// <summary>Rows that were compared.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows that were changed after that, and compared one by one when they were copied.</summary>
    public long? ChangedSince { get; init; }

    /// <summary>For how long nobody could write.</summary>
    public double? CutOverSeconds { get; init; }

    /// <summary>The tables.</summary>
    public ImmutableArray<TableComparison> Tables { get; init; } = [];

    /// <summary>The first of what differs.</summary>
    public ImmutableArray<string> Differences { get; init; } = [];

    public static StoreMigrationDocument Of(MigrationReport report, bool isComparison) => new(
        report.Source, report.Target, !report.IsSame ? "different" : isComparison ? "verified" : "moved")
    {
        Runs = report.Runs,
        DifferentRuns = report.DifferentRuns,
        RunsHash = report.RunsHash,
        TargetRunsHash = report.RunsTargetHash,
        Rows = report.Rows,
        ChangedSince = report.ChangedSince,
        CutOverSeconds = report.CutOver?.TotalSeconds,
        Tables = report.Tables,
        Differences = report.Differences,
    };
}

/// <summary>The answer of <c>ax store migrate --dry-run</c>.</summary>
/// <param name="Source">The file; absolute.</param>
/// <param name="Target">The database: <c>postgres://host:port/database</c>.</param>
/// <param name="State"><c>new</c>, <c>begun</c>, <c>left</c> or <c>moved</c>.</param>
/// <param name="Rows">Rows that would be moved.</param>
/// <param name="Tables">The tables that have rows.</param>
/// <param name="UsedBy">The processes that have the file open.</param>
internal sealed record StoreMigrationPlanDocument(
    string Source, string Target, string State, long Rows, ImmutableArray<TableRowsPart> Tables, ImmutableArray<string> UsedBy)
{
    public static StoreMigrationPlanDocument Of(MigrationPlan plan) => new(
        plan.Source, plan.Target, Words.Name(plan.State), plan.Tables.Sum(static t => t.Rows),
        [.. plan.Tables.Select(static t => new TableRowsPart(t.Table, t.Rows))], plan.UsedBy);
}

/// <summary>How many rows a table has.</summary>
internal sealed record TableRowsPart(string Table, long Rows);
