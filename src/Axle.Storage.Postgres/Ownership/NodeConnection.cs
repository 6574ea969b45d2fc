using System.Diagnostics;
using Axle.Storage.Postgres.Database;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Ownership;

/// <summary>The connection over which a node shows that it lives, and on which it sees who does not.</summary>
/// <param name="database">Where the nodes are written down.</param>
/// <param name="lease">How long a node may be silent.</param>
internal sealed class NodeConnection(PostgresDatabase database, TimeSpan lease) : IDisposable
{
    private const string Beating = """
        UPDATE axle.nodes SET beat_at = clock_timestamp(), engine = $2, making = $3, waiting = $4, draining = $5 WHERE id = $1 RETURNING id
        """;

    private const string Silent = "SELECT id FROM axle.nodes n WHERE id <> $1 AND axle.is_dead(n)";

    /// <summary>Burying waits for what the dead has under way. One that was stopped in the middle of a transaction keeps its locks: it is cut off.</summary>
    private const string Impatient = "SELECT set_config('lock_timeout', '200ms', true)";

    private const string CutOff = """
        SELECT count(pg_terminate_backend(a.pid)) FROM axle.nodes n JOIN pg_stat_activity a ON a.application_name = n.session
        WHERE n.id = $1 AND n.beat_at < clock_timestamp() - n.lease AND a.usename = current_user AND a.pid <> pg_backend_pid()
        """;

    private NpgsqlConnection? _connection;
    private long _steadySince;
    private long _last;

    /// <summary>Gives a sign of life, and buries who gave none.</summary>
    /// <param name="tenure">Whose.</param>
    /// <param name="takesUp">Whether it takes up runs that have no process.</param>
    /// <param name="activity">What it does.</param>
    /// <returns>False when this node was buried itself; null when the database could not be asked.</returns>
    public bool? Beat(Tenure tenure, bool takesUp, NodeActivity activity)
    {
        try
        {
            var connection = _connection ??= Open();
            var now = Stopwatch.GetTimestamp();
            using var batch = new NpgsqlBatch(connection);
            batch.Add(
                Beating, Sql.Of(tenure.Node), Sql.Of(takesUp), Sql.Of(activity.Making), Sql.Of(activity.Waiting), Sql.Of(activity.IsDraining));
            batch.Add(Silent, Sql.Of(tenure.Node));
            var silent = new List<long>();
            using (var rows = batch.ExecuteReader())
            {
                if (!rows.Read())
                    return false;
                rows.NextResult();
                while (rows.Read())
                    silent.Add(rows.GetInt64(0));
            }

            if (IsSteady(now))
                silent.ForEach(Bury);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or IOException or TimeoutException)
        {
            Dispose();
            // Others may have lost their connections with it: they are given the time of a lease to come back.
            _last = 0;
            return null;
        }
    }

    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>
    /// After an outage of the database everyone looks silent. Only who has seen it work for the time of a lease may say that another should have spoken
    /// meanwhile.
    /// </summary>
    private bool IsSteady(long now)
    {
        if (_last == 0 || Stopwatch.GetElapsedTime(_last, now) > lease)
            _steadySince = now;
        _last = now;
        return Stopwatch.GetElapsedTime(_steadySince, now) > lease;
    }

    private NpgsqlConnection Open()
    {
        var connection = database.Unpooled();
        try
        {
            connection.Open();
            // A sign of life need not survive the server: no flush for it.
            using var command = connection.Command("SET synchronous_commit = off");
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Bury(long node)
    {
        try
        {
            Burying(node);
        }
        catch (PostgresException blocked) when (blocked.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            using var cut = _connection!.Command(CutOff, Sql.Of(node));
            cut.ExecuteNonQuery();
        }
    }

    private void Burying(long node)
    {
        using var batch = new NpgsqlBatch(_connection!);
        // What follows from a burial must last: the new owner builds on it.
        batch.Add("SELECT set_config('synchronous_commit', 'on', true)");
        batch.Add(Impatient);
        batch.Add("SELECT axle.bury($1)", Sql.Of(node));
        batch.ExecuteNonQuery();
    }
}
