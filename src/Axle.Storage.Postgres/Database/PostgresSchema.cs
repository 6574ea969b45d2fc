using System.Data;
using Axle.Storage.Postgres.Transfer;
using Npgsql;

namespace Axle.Storage.Postgres.Database;

/// <summary>Brings the tables of a database up to date. Schema <c>axle</c> has them all, and its table <c>versions</c> says which version they have.</summary>
internal static class PostgresSchema
{
    /// <summary>Any number, the same in every Axle: who holds this lock brings tables up to date, and others wait.</summary>
    private const long Lock = 0x41786C65;

    /// <summary>Seconds between two tries to change a table that somebody holds.</summary>
    private const int FirstPause = 2;
    private const int LongestPause = 30;

    private const string CurrentSql = "SELECT coalesce(max(version), 0) FROM axle.versions";

    /// <summary>
    /// Brings the tables up to the newest version, each version in a transaction of its own: nodes of the version before go on meanwhile, and wait for none of
    /// them for long. Of several processes that start at once, one does it.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="place">The database, as people know it.</param>
    /// <param name="isTransfer">Whether it is opened to be filled from another store: then nobody else opens it.</param>
    /// <exception cref="AxleException">The tables are of a newer Axle, or being filled; nothing was changed.</exception>
    public static void Update(NpgsqlConnection connection, string place, bool isTransfer = false)
    {
        if (!isTransfer)
            TransferState.RequireNone(connection, place);
        if (HasTables(connection) && Check(connection, place) == SchemaVersions.Steps.Count)
            return;
        // Asked for again and again: an index that is made beside the work of others waits for all who wait in a statement, so for those who would wait here.
        while (!Is(connection, $"SELECT pg_try_advisory_lock({Lock})"))
            Run(connection, "SELECT pg_sleep(0.05)");
        try
        {
            // Who may not make schemas has one made for it.
            if (!Is(connection, "SELECT to_regnamespace('axle') IS NOT NULL"))
                Run(connection, "CREATE SCHEMA axle");
            if (!HasTables(connection))
                Run(connection, "CREATE TABLE axle.versions (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
            var first = Check(connection, place);
            for (var version = first; version < SchemaVersions.Steps.Count; version++)
                Advance(connection, version, isEmpty: first == 0);
        }
        finally
        {
            // A session that was lost has no lock any more.
            if (connection.FullState == ConnectionState.Open)
                Run(connection, $"SELECT pg_advisory_unlock({Lock})");
        }
    }

    private static void Advance(NpgsqlConnection connection, int version, bool isEmpty)
    {
        // Indexes of empty tables are made at once, and need not wait for what others do in the database.
        foreach (var sql in SchemaVersions.Beforehand.GetValueOrDefault(version, []))
            Run(connection, isEmpty ? sql.Replace(" CONCURRENTLY", "", StringComparison.Ordinal) : sql);
        for (var pause = FirstPause; !TryStep(connection, version); pause = Math.Min(2 * pause, LongestPause))
            Run(connection, $"SELECT pg_sleep({pause})");
    }

    /// <summary>
    /// All who use a table wait behind a change that waits for it, be it for a backup of an hour: so it gives way, and comes again. It waits for longer than
    /// autovacuum takes to give way to it.
    /// </summary>
    private static bool TryStep(NpgsqlConnection connection, int version)
    {
        using var transaction = connection.BeginTransaction();
        try
        {
            Run(connection, "SET LOCAL lock_timeout = '1500ms'");
            Run(connection, SchemaVersions.Steps[version]);
            using var note = new NpgsqlCommand("INSERT INTO axle.versions (version) VALUES ($1)", connection);
            note.Parameters.Add(new() { Value = version + 1 });
            note.ExecuteNonQuery();
            transaction.Commit();
            return true;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>The version of the tables; 0 when there are none.</summary>
    /// <exception cref="AxleException">Validation: a newer Axle made them.</exception>
    public static int Check(NpgsqlConnection connection, string place)
    {
        using var command = new NpgsqlCommand(CurrentSql, connection);
        var current = (int)command.ExecuteScalar()!;
        return current <= SchemaVersions.Steps.Count
            ? current
            : throw new AxleException(
                ErrorKind.Validation,
                $"The tables of '{place}' are of version {current}, and this Axle knows {SchemaVersions.Steps.Count}. Use the newer Axle that wrote it, or another database.");
    }

    /// <summary>Whether a database has the table that says which version the others have.</summary>
    public static bool HasTables(NpgsqlConnection connection) => Is(connection, "SELECT to_regclass('axle.versions') IS NOT NULL");

    private static bool Is(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return (bool)command.ExecuteScalar()!;
    }

    /// <param name="connection">The connection.</param>
    /// <param name="sql">A constant of this folder.</param>
    private static void Run(NpgsqlConnection connection, string sql)
    {
        // Indexes over many runs take as long as they take.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
