using System.Text;
using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_signals</c>: messages to runs. Consumed ones stay, so that a signal that comes twice is known.</summary>
internal sealed class SignalTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        """
        INSERT OR IGNORE INTO workflow_signals (execution, signal, name, body, sender, at)
        SELECT id, $2, $3, $4, $5, $6 FROM workflow_executions WHERE run_id = $1
        """,
        6);

    private readonly Statement _exists = new(connection, "SELECT 1 FROM workflow_executions WHERE run_id = $1", 1);
    private readonly Statement _consume = new(connection, "UPDATE workflow_signals SET consumed = 1 WHERE execution = $1 AND signal = $2", 2);

    private readonly Statement _waiting = new(
        connection,
        """
        SELECT s.signal, s.name, s.body, s.sender, s.at FROM workflow_executions x JOIN workflow_signals s ON s.execution = x.id AND s.consumed = 0
        WHERE x.run_id = $1 ORDER BY s.id
        """,
        1);

    public int Insert(RunSignal signal) => _exists.Scalar(signal.Run.Value) is null
        ? throw ExecutionTable.NoSuchRun(signal.Run)
        : _insert.Run(signal.Run.Value, signal.Id, signal.Name, Encoding.UTF8.GetString(signal.Body.Utf8()), signal.By, signal.At.ToStored());

    public void Consume(long execution, string id) => _consume.Run(execution, id);

    public List<RunSignal> Waiting(RunId run) => _waiting.Rows(
        r => new RunSignal(run, r.GetString(0), r.GetString(1), Payload.FromJson(Encoding.UTF8.GetBytes(r.GetString(2))), r.GetString(3), r.Time(4)),
        run.Value);

    /// <summary>Every run that has signals waiting.</summary>
    public static List<RunId> RunsWaiting(SqliteConnection connection)
    {
        using var statement = new Statement(
            connection,
            "SELECT run_id FROM workflow_executions WHERE id IN (SELECT execution FROM workflow_signals WHERE consumed = 0)", 0);
        return statement.Rows(static r => new RunId(r.GetString(0)));
    }

    public void Dispose()
    {
        _insert.Dispose();
        _exists.Dispose();
        _consume.Dispose();
        _waiting.Dispose();
    }
}
