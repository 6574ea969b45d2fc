using Axle.Storage.Postgres.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Npgsql;

namespace Axle.Storage.Postgres.Workflows;

/// <summary>Table <c>signals</c>: messages to runs. Consumed ones stay, so that a signal that comes twice is known.</summary>
internal static class SignalTable
{
    /// <summary>The channel on which processes tell each other of runs that may have something to do.</summary>
    public const string Channel = "axle_runs";

    /// <summary>Signals that wait, of runs by number, oldest first.</summary>
    public const string WaitingOfMany =
        "SELECT run, signal, name, body, sender, at FROM axle.signals WHERE run = ANY($1) AND NOT consumed ORDER BY id";

    private const string Insert = """
        WITH target AS (SELECT id FROM axle.runs WHERE run_id = $1 FOR KEY SHARE),
        put AS (INSERT INTO axle.signals (run, signal, name, body, sender, at) SELECT id, $2, $3, $4, $5, $6 FROM target ON CONFLICT DO NOTHING)
        SELECT pg_notify('axle_runs', $1) FROM target
        """;

    private const string Waiting = """
        SELECT s.run, s.signal, s.name, s.body, s.sender, s.at FROM axle.runs r JOIN axle.signals s ON s.run = r.id
        WHERE r.run_id = $1 AND NOT s.consumed ORDER BY s.id
        """;

    private const string WaitingFor = """
        SELECT s.id, r.run_id FROM (SELECT id, run FROM axle.signals WHERE NOT consumed) s JOIN axle.runs r ON r.id = s.run WHERE r.owner = $1
        """;

    /// <summary>Keeps a signal, and tells whoever listens.</summary>
    public static async ValueTask<bool> InsertAsync(
        NpgsqlConnection connection, RunSignal signal, string tenant, StoredForm form, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(
            Insert, Sql.Of(signal.Run), Sql.Of(signal.Id), Sql.Of(signal.Name), Sql.Of(form.Encode(signal.Body.Utf8().ToArray(), tenant)), Sql.Of(signal.By),
            Sql.Of(signal.At));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? true : throw RunRows.NoSuchRun(signal.Run);
    }

    /// <summary>Tells whoever listens that a run may have something to do.</summary>
    public static async ValueTask<bool> TellAsync(NpgsqlConnection connection, RunId run, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT pg_notify('axle_runs', $1)", Sql.Of(run));
        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>Signals of a run that no decision consumed yet, oldest first.</summary>
    public static async ValueTask<IReadOnlyList<RunSignal>> WaitingAsync(
        NpgsqlConnection connection, RunId run, StoredForm form, CancellationToken cancellationToken) =>
        (await connection.Command(Waiting, Sql.Of(run)).ListAsync(Read, cancellationToken)).ConvertAll(s => s.ToSignal(run, form));

    /// <summary>Numbers of the signals that wait for runs of a node, with the runs.</summary>
    public static ValueTask<List<(long Number, RunId Run)>> WaitingForAsync(NpgsqlConnection connection, long node, CancellationToken cancellationToken) =>
        connection.Command(WaitingFor, Sql.Of(node)).ListAsync(static r => (r.GetInt64(0), new RunId(r.GetString(1))), cancellationToken);

    public static StoredSignal Read(NpgsqlDataReader r) =>
        new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.Bytes(3), r.GetString(4), r.Time(5));
}

/// <summary>A signal as it is stored.</summary>
/// <param name="Run">The number of its run.</param>
/// <param name="Id">Unique for the run.</param>
/// <param name="Name">What it asks.</param>
/// <param name="Body">What it brings, in its stored form.</param>
/// <param name="By">Who sent it.</param>
/// <param name="At">When.</param>
internal sealed record StoredSignal(long Run, string Id, string Name, byte[] Body, string By, DateTimeOffset At)
{
    public RunSignal ToSignal(RunId run, StoredForm form) => new(run, Id, Name, Payload.FromJson(form.Json(Body).Span), By, At);
}
