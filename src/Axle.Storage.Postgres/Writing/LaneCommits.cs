using System.Diagnostics;
using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Histories;
using Npgsql;

namespace Axle.Storage.Postgres.Writing;

/// <summary>
/// Commits groups of decisions exactly once, also when the connection is lost in the moment of the commit: each transaction writes its number beside
/// what it stores, so the next connection can ask whether it is there before it is made again.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="lane">The lane.</param>
/// <param name="form">How values lie in the database.</param>
internal sealed class LaneCommits(PostgresDatabase database, int lane, StoredForm form) : IAsyncDisposable
{
    /// <summary>As many numbers as the sequence skips.</summary>
    private const int NumbersAtOnce = 1000;

    private const string NextNumbers = "SELECT axle.next_run_numbers()";

    /// <summary>Waits for a transaction that is still under way on the lost connection.</summary>
    private const string Outcome = "SELECT number FROM axle.node_commits WHERE node = $1 AND lane = $2 FOR UPDATE";

    /// <summary>
    /// All that a lane does goes by a handful of keys. The planner knows so only when it has counted the tables: in the first minutes of a database, and for
    /// plans that it made then, it reads whole tables for every transaction.
    /// </summary>
    private const string ByKeys = "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

    private const string Present = "SELECT id FROM axle.runs WHERE id = ANY($1)";

    private NpgsqlConnection? _connection;
    private long _number;
    private long _nextRun;
    private long _endOfRuns;

    /// <summary>How long the last transaction took, without what was waited for a database that was away.</summary>
    public TimeSpan LastTook { get; private set; }

    /// <summary>Commits decisions, all or none.</summary>
    /// <returns>Numbers of the runs that were created.</returns>
    /// <exception cref="PostgresException">The database refuses them: nothing is stored.</exception>
    /// <exception cref="NpgsqlException">It could not be reached for as long as patience lasts: it is not known whether they are stored.</exception>
    public async ValueTask<HashSet<long>> CommitAsync(Tenure tenure, IReadOnlyList<AppendWrite> writes)
    {
        var place = new CommitPlace(tenure.Node, lane, ++_number);
        var patience = new Patience(database);
        for (var wasSent = false; ;)
        {
            try
            {
                var connection = _connection ??= await OpenAsync();
                if (wasSent && await IsCommittedAsync(connection, place))
                    return await PresentAsync(connection, writes);
                wasSent = false;
                await NumberAsync(connection, writes);
                wasSent = true;
                var begun = Stopwatch.GetTimestamp();
                var created = await AppendBatch.WriteAsync(connection, place, writes, form);
                LastTook = Stopwatch.GetElapsedTime(begun);
                return created;
            }
            catch (Exception exception) when (PostgresFaults.IsOutage(exception))
            {
                // A connection that broke is never used again, also when patience is over: the next commit opens another.
                await DisposeAsync();
                if (!patience.Lasts)
                    throw;
                await patience.RestAsync();
            }
            catch (PostgresException collision) when (PostgresFaults.IsCollision(collision) && patience.Lasts)
            {
                wasSent = false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    /// <summary>What is set is forgotten when the connection goes back to the pool.</summary>
    private async ValueTask<NpgsqlConnection> OpenAsync()
    {
        var connection = await database.OpenAsync(CancellationToken.None);
        try
        {
            await using var command = connection.Command(ByKeys);
            await command.ExecuteNonQueryAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async ValueTask<bool> IsCommittedAsync(NpgsqlConnection connection, CommitPlace place)
    {
        await using var command = connection.Command(Outcome, Sql.Of(place.Node), Sql.Of(place.Lane));
        return await command.ExecuteScalarAsync() is long number && number >= place.Number;
    }

    private static async ValueTask<HashSet<long>> PresentAsync(NpgsqlConnection connection, IReadOnlyList<AppendWrite> writes)
    {
        var numbers = writes.Where(static w => w.IsFirst).Select(static w => w.Number).ToArray();
        return [.. await connection.Command(Present, Sql.Of(numbers)).ListAsync(static r => r.GetInt64(0), CancellationToken.None)];
    }

    /// <summary>Gives new runs their numbers, which come in blocks: what belongs to a run is sent with it and need not wait for its number.</summary>
    private async ValueTask NumberAsync(NpgsqlConnection connection, IReadOnlyList<AppendWrite> writes)
    {
        foreach (var write in writes.Where(static w => w.IsFirst && w.Number == 0))
        {
            if (_nextRun == _endOfRuns)
            {
                await using var command = connection.Command(NextNumbers);
                _nextRun = (long)(await command.ExecuteScalarAsync())!;
                _endOfRuns = _nextRun + NumbersAtOnce;
            }

            write.Number = _nextRun++;
        }
    }
}
