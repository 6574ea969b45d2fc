using System.Collections.Immutable;

namespace Axle.Transfers;

/// <summary>What came of a migration, or of a comparison.</summary>
/// <param name="Source">The file; absolute.</param>
/// <param name="Target">The database: <c>postgres://host:port/database</c>.</param>
/// <param name="IsMoved">Whether the file was left: nobody writes to it any more, and the database may be opened.</param>
public sealed record MigrationReport(string Source, string Target, bool IsMoved)
{
    /// <summary>The tables that were compared; empty when nothing was.</summary>
    public ImmutableArray<TableComparison> Tables { get; init; } = [];

    /// <summary>Runs that were compared, each with all that belongs to it.</summary>
    public long Runs { get; init; }

    /// <summary>Runs whose hashes differ.</summary>
    public long DifferentRuns { get; init; }

    /// <summary>The SHA-256 over the hashes of all runs of the file, in their order.</summary>
    public string? RunsHash { get; init; }

    /// <summary>The same, of the database.</summary>
    public string? RunsTargetHash { get; init; }

    /// <summary>The first of the rows and runs that differ, for people.</summary>
    public ImmutableArray<string> Differences { get; init; } = [];

    /// <summary>Rows that were changed after the comparison, and compared one by one when they were copied.</summary>
    public long ChangedSince { get; init; }

    /// <summary>For how long nobody could write; null when the file was not left.</summary>
    public TimeSpan? CutOver { get; init; }

    /// <summary>The processes that had the file open when it was left, for people: they go on with the steps that they make.</summary>
    public ImmutableArray<string> StillUsedBy { get; init; } = [];

    /// <summary>Rows that were compared.</summary>
    public long Rows => Tables.Sum(static t => t.Rows);

    /// <summary>Whether both sides are the same, as far as they were compared.</summary>
    public bool IsSame => Differences.IsEmpty;
}

/// <summary>A table, compared.</summary>
/// <param name="Table">Its name in the database.</param>
/// <param name="Rows">Its rows in the file.</param>
/// <param name="Hash">The SHA-256 over the hashes of its rows in the file, in the order of their keys.</param>
/// <param name="TargetRows">Its rows in the database.</param>
/// <param name="TargetHash">The SHA-256 over the hashes of its rows there.</param>
public sealed record TableComparison(string Table, long Rows, string Hash, long TargetRows, string TargetHash)
{
    /// <summary>Whether both sides are the same.</summary>
    public bool IsSame => Hash == TargetHash && Rows == TargetRows;
}

/// <summary>What a migration would do.</summary>
/// <param name="Source">The file; absolute.</param>
/// <param name="Target">The database: <c>postgres://host:port/database</c>.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Tables">The tables that have rows, with their numbers.</param>
/// <param name="UsedBy">The processes that have the file open.</param>
public sealed record MigrationPlan(
    string Source, string Target, MigrationState State, ImmutableArray<(string Table, long Rows)> Tables, ImmutableArray<string> UsedBy);

/// <summary>Where a migration stands.</summary>
public enum MigrationState
{
    /// <summary>It was not begun.</summary>
    New = 0,

    /// <summary>It was begun, and goes on when it is started again.</summary>
    Begun,

    /// <summary>The file was left, and the database is not open yet: it is opened when the migration is started again.</summary>
    Left,

    /// <summary>It is over.</summary>
    Moved,
}
