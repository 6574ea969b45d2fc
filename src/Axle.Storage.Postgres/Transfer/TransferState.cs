using Axle.Storage.Postgres.Database;
using Axle.Workflows.Transfer;
using Npgsql;

namespace Axle.Storage.Postgres.Transfer;

/// <summary>
/// Table <c>store_transfer</c>: there while a database is being filled, and nobody opens it then. It knows what was taken away meanwhile, and comes back: rows
/// of one table may come before those of another that they refer to.
/// </summary>
internal static class TransferState
{
    public const string Table = "store_transfer";

    private const string Present = $"SELECT to_regclass('axle.{Table}') IS NOT NULL";

    private const string Make = $"""
        CREATE TABLE axle.{Table} (id uuid NOT NULL, source text NOT NULL, started_at bigint NOT NULL, copied boolean NOT NULL,
            loosen text[] NOT NULL, tighten text[] NOT NULL)
        """;

    private const string Begin = $"""
        INSERT INTO axle.{Table} SELECT $1, $2, $3, false,
            array(SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I', conrelid::regclass, conname)
                FROM pg_constraint WHERE contype = 'f' AND connamespace = 'axle'::regnamespace ORDER BY oid),
            array(SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE contype = 'f' AND connamespace = 'axle'::regnamespace ORDER BY oid)
        """;

    private const string Unlooked = """
        SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname)
        FROM pg_constraint WHERE contype = 'f' AND connamespace = 'axle'::regnamespace AND NOT convalidated ORDER BY oid
        """;

    private const string Numbers = """
        SELECT setval(pg_get_serial_sequence('axle.signals', 'id'), max(id)) FROM axle.signals HAVING max(id) IS NOT NULL;
        SELECT setval('axle.run_numbers', max(id)) FROM axle.runs HAVING max(id) IS NOT NULL
        """;

    /// <summary>Refuses a database that is being filled.</summary>
    /// <exception cref="AxleException">Refused: it is.</exception>
    public static void RequireNone(NpgsqlConnection connection, string place)
    {
        using var command = new NpgsqlCommand(Present, connection);
        if (command.ExecuteScalar() is true)
            throw new AxleException(
                ErrorKind.Refused, $"'{place}' is being filled by 'ax store migrate', which has not ended. Start it again to go on; or give it up with 'DROP SCHEMA axle CASCADE'.");
    }

    public static async ValueTask<TargetTransfer?> FindAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.Command(Present).ListAsync(static r => r.GetBoolean(0), cancellationToken) is not [true])
            return null;
        return (await connection.Command($"SELECT id, source, started_at, copied FROM axle.{Table}").ListAsync(
            static r => new TargetTransfer(r.GetGuid(0), r.GetString(1), r.Time(2), r.GetBoolean(3)), cancellationToken)).SingleOrDefault();
    }

    /// <summary>Tables that have rows, and nodes that live.</summary>
    public static async ValueTask<string?> ContentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var there = await connection.Command("SELECT tablename FROM pg_tables WHERE schemaname = 'axle'").ListAsync(static r => r.GetString(0), cancellationToken);
        foreach (var table in TransferTables.All.Where(t => there.Contains(t.Name)))
        {
            if (await HasAsync(connection, table.Name, cancellationToken))
                return $"{table.Name.Replace('_', ' ')}";
        }

        return there.Contains("nodes") && await HasAsync(connection, "nodes WHERE beat_at >= clock_timestamp() - lease", cancellationToken)
            ? "a process that uses it"
            : null;
    }

    public static async ValueTask BeginAsync(NpgsqlConnection connection, TargetTransfer transfer, CancellationToken cancellationToken)
    {
        await connection.RunAsync(Make, cancellationToken);
        await connection.RunAsync(Begin, cancellationToken, Sql.Of(transfer.Id), Sql.Of(transfer.Source), Sql.Of(transfer.StartedAt));
        await LoosenAsync(connection, cancellationToken);
    }

    /// <summary>Has rows come in any order.</summary>
    public static ValueTask LoosenAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        AlterAsync(connection, $"SELECT unnest(loosen) FROM axle.{Table}", cancellationToken);

    /// <summary>Looks at all rows, which takes its time, and leaves everything as it is. In the caller's transaction, which is not to be committed.</summary>
    public static async ValueTask TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await LoosenAsync(connection, cancellationToken);
        await AlterAsync(connection, $"SELECT unnest(tighten) FROM axle.{Table}", cancellationToken);
    }

    /// <summary>Has rows that come from now on looked at, and numbered behind what came. It takes no time: nothing that is there is looked at.</summary>
    public static async ValueTask TightenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await LoosenAsync(connection, cancellationToken);
        await AlterAsync(connection, $"SELECT unnest(tighten) || ' NOT VALID' FROM axle.{Table}", cancellationToken);
        await connection.RunLongAsync(Numbers, cancellationToken);
    }

    /// <summary>Has the rows looked at that were there before. Takes its time, and twice is as good as once.</summary>
    public static ValueTask LookAsync(NpgsqlConnection connection, CancellationToken cancellationToken) => AlterAsync(connection, Unlooked, cancellationToken);

    private static async ValueTask<bool> HasAsync(NpgsqlConnection connection, string rows, CancellationToken cancellationToken) =>
        await connection.Command($"SELECT EXISTS (SELECT 1 FROM axle.{rows})").ListAsync(static r => r.GetBoolean(0), cancellationToken) is [true];

    private static async ValueTask AlterAsync(NpgsqlConnection connection, string list, CancellationToken cancellationToken)
    {
        var statements = await connection.Command(list).ListAsync(static r => r.GetString(0), cancellationToken);
        foreach (var statement in statements)
            await connection.RunLongAsync(statement, cancellationToken);
    }
}
