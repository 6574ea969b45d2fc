using System.Runtime.CompilerServices;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Transfer;
using Npgsql;

namespace Axle.Storage.Postgres.Transfer;

/// <summary>A database that is filled from another store. Nobody else can open it before that is over.</summary>
public sealed class PostgresTransferTarget : IAsyncDisposable
{
    /// <summary>Any number, the same in every Axle: who holds this lock fills the database.</summary>
    private const long Lock = 0x41786C66;
    private const int MostTries = 20;
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(100);

    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _holding;

    private PostgresTransferTarget(PostgresDatabase database, NpgsqlConnection holding) => (_database, _holding) = (database, holding);

    /// <summary>The database as people know it: <c>postgres://host:port/database</c>.</summary>
    public string Place => _database.Place;

    /// <summary>Looks at a database, and changes nothing.</summary>
    /// <param name="address">The database: <c>postgres://…</c>.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleException">
    /// Validation: it is no address, or has tables of a newer Axle. Network, Authentication, NotFound: it cannot be opened.
    /// </exception>
    public static async Task<TargetFacts> LookAsync(string address, CancellationToken cancellationToken)
    {
        var settings = PostgresAddress.Parse(address);
        var place = PostgresAddress.Named(settings);
        var once = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        try
        {
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            if (!PostgresSchema.HasTables(connection))
                return new TargetFacts(place, null, null);
            PostgresSchema.Check(connection, place);
            return new TargetFacts(
                place, await TransferState.ContentAsync(connection, cancellationToken), await TransferState.FindAsync(connection, cancellationToken));
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            throw PostgresFaults.Explained(exception, place);
        }
    }

    /// <summary>Opens a database to be filled, or to be compared; its tables are made or brought up to date.</summary>
    /// <param name="address">The database: <c>postgres://…</c>.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleException">Refused: another process fills it. Otherwise it cannot be opened.</exception>
    public static async Task<PostgresTransferTarget> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var database = new PostgresDatabase(new PostgresOptions(address), "axle transfer", TimeProvider.System, isTransfer: true);
        var holding = database.Unpooled();
        try
        {
            await holding.OpenAsync(cancellationToken);
            // The server notices a moment later that one which was just stopped is gone.
            for (var tries = 0; tries < MostTries; tries++)
            {
                if (await holding.Command("SELECT pg_try_advisory_lock($1)", Sql.Of(Lock)).ListAsync(static r => r.GetBoolean(0), cancellationToken) is [true])
                    return new PostgresTransferTarget(database, holding);
                await Task.Delay(TryAgainAfter, TimeProvider.System, cancellationToken);
            }

            throw new AxleException(ErrorKind.Refused, $"Another 'ax store migrate' is at work on '{database.Place}'. Wait for it, or stop it.");
        }
        catch (Exception exception)
        {
            await holding.DisposeAsync();
            await database.DisposeAsync();
            throw exception is NpgsqlException or TimeoutException or IOException ? database.Explained(exception) : exception;
        }
    }

    /// <summary>Begins to fill it.</summary>
    public ValueTask<bool> BeginAsync(TargetTransfer transfer, CancellationToken cancellationToken) =>
        TogetherAsync(c => TransferState.BeginAsync(c, transfer, cancellationToken), cancellationToken);

    /// <summary>Goes on filling it: rows may come in any order again.</summary>
    public ValueTask<bool> ResumeAsync(CancellationToken cancellationToken) =>
        TogetherAsync(c => TransferState.LoosenAsync(c, cancellationToken), cancellationToken);

    /// <summary>The key of the last row of a table; null when it has none.</summary>
    public ValueTask<object?[]?> LastKeyAsync(TransferTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var key = table with { Columns = table.Key };
        var order = string.Join(", ", key.Columns.Select(static c => $"{c.Name} DESC"));
        var sql = $"SELECT {string.Join(", ", key.Columns.Select(static c => c.Name))} FROM axle.{table.Name} ORDER BY {order} LIMIT 1";
        return _database.DoAsync(
            async (c, token) => (await c.Command(sql).ListAsync(r => TransferSql.Row(key, r), token)).SingleOrDefault(), cancellationToken);
    }

    /// <summary>Writes rows that follow on the last one. A crash of the server may lose the last of them, in order: they are copied again then.</summary>
    /// <exception cref="AxleException">The database refuses them, or was lost meanwhile: <see cref="LastKeyAsync"/> says how far it came.</exception>
    public ValueTask<int> CopyAsync(TransferTable table, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken) => _database.DoOnceAsync(
        async (connection, token) =>
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.Add("SELECT set_config('synchronous_commit', 'off', true)");
            TransferSql.AddRows(batch, table, rows);
            return await batch.ExecuteNonQueryAsync(token);
        },
        cancellationToken);

    /// <summary>Every table was copied once.</summary>
    public ValueTask<int> CopiedAsync(CancellationToken cancellationToken) => _database.DoAsync(
        async (connection, token) =>
        {
            await connection.RunLongAsync("ANALYZE", token);
            return await connection.RunAsync($"UPDATE axle.{TransferState.Table} SET copied = true", token);
        },
        cancellationToken);

    /// <summary>Makes changes, all or none; twice is as good as once.</summary>
    public ValueTask<bool> ApplyAsync(TransferChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changes);
        return _database.DoAsync(
            async (connection, token) =>
            {
                await using var batch = new NpgsqlBatch(connection);
                foreach (var (table, rows) in changes.Tables)
                {
                    if (!table.IsOnlyAddedTo)
                        TransferSql.AddRemoval(batch, table, rows.Keys);
                    if (rows.Present.Count > 0)
                        TransferSql.AddRows(batch, table, rows.Present);
                }

                if (batch.BatchCommands.Count > 0)
                    await batch.ExecuteNonQueryAsync(token);
                return true;
            },
            cancellationToken);
    }

    /// <summary>The rows of keys, in order.</summary>
    public ValueTask<List<object?[]>> RowsAsync(TransferTable table, IReadOnlyList<object?[]> keys, CancellationToken cancellationToken) => _database.DoAsync(
        (connection, token) => TransferSql.Reading(connection, table, keys).ListAsync(r => TransferSql.Row(table, r), token), cancellationToken);

    /// <summary>All rows of a table, in order.</summary>
    public async IAsyncEnumerable<object?[]> AllAsync(TransferTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await ExplainedAsync(_database.OpenAsync(cancellationToken));
        await using var command = TransferSql.Reading(connection, table, null);
        command.CommandTimeout = 0;
        await using var rows = await ExplainedAsync(new ValueTask<NpgsqlDataReader>(command.ExecuteReaderAsync(cancellationToken)));
        while (await ExplainedAsync(new ValueTask<bool>(rows.ReadAsync(cancellationToken))))
            yield return TransferSql.Row(table, rows);
    }

    /// <summary>Looks whether everything that rows refer to has come, and leaves everything as it is. Takes its time.</summary>
    /// <exception cref="AxleException">Validation: a row refers to what is not there.</exception>
    public async ValueTask TryAsync(CancellationToken cancellationToken) => await ReferringAsync(
        DoOnceAsync(c => TransferState.TryAsync(c, cancellationToken), isKept: false, cancellationToken),
        "Remove them from the file, and start the move again: it goes on.");

    /// <summary>Sees to it that what comes next refers to what is there, and is numbered behind what came.</summary>
    public ValueTask<bool> TightenAsync(CancellationToken cancellationToken) =>
        TogetherAsync(c => TransferState.TightenAsync(c, cancellationToken), cancellationToken);

    /// <summary>The transfer is over: anybody may open the database, when everything that rows refer to has come. Looking takes its time.</summary>
    /// <exception cref="AxleException">Validation: a row refers to what is not there.</exception>
    public async ValueTask OpenUpAsync(CancellationToken cancellationToken)
    {
        await ReferringAsync(
            TogetherAsync(c => TransferState.LookAsync(c, cancellationToken), cancellationToken),
            "Give the move up with 'ax store migrate --abandon', remove them from the file, and move it into an empty database.");
        await _database.DoAsync(static (connection, token) => connection.RunAsync($"DROP TABLE IF EXISTS axle.{TransferState.Table}", token), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _holding.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async ValueTask<T> ExplainedAsync<T>(ValueTask<T> asking)
    {
        try
        {
            return await asking;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            throw _database.Explained(exception);
        }
    }

    /// <summary>Explains that a row refers to what is not there.</summary>
    private static async ValueTask ReferringAsync(ValueTask<bool> looking, string cure)
    {
        try
        {
            await looking;
        }
        catch (AxleException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } orphan)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"Rows of '{orphan.TableName}' in the file refer to what is not there ({orphan.ConstraintName}: {orphan.Detail}). {cure}",
                orphan);
        }
    }

    private ValueTask<bool> TogetherAsync(Func<NpgsqlConnection, ValueTask> act, CancellationToken cancellationToken) =>
        DoOnceAsync(act, isKept: true, cancellationToken);

    private ValueTask<bool> DoOnceAsync(Func<NpgsqlConnection, ValueTask> act, bool isKept, CancellationToken cancellationToken) => _database.DoOnceAsync(
        async (connection, token) =>
        {
            await using var transaction = await connection.BeginTransactionAsync(token);
            await act(connection);
            if (isKept)
                await transaction.CommitAsync(token);
            return isKept;
        },
        cancellationToken);
}
