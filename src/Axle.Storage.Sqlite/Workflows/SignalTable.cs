using Axle.Storage.Sqlite.Database;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>Table <c>workflow_signals</c>: messages to runs. Consumed ones stay, so that a signal that comes twice is known.</summary>
internal sealed class SignalTable(SqliteLink link, StoredForm form) : IDisposable
{
    private readonly Statement _execution = new(link, "SELECT id FROM workflow_executions WHERE run_id = ?1");

    private readonly Statement _insert = new(
        link, "INSERT OR IGNORE INTO workflow_signals (execution, signal, name, body, sender, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

    private readonly Statement _consume = new(link, "UPDATE workflow_signals SET consumed = 1 WHERE execution = ?1 AND signal = ?2");

    private readonly Statement _waiting = new(
        link, "SELECT signal, name, body, sender, at FROM workflow_signals WHERE execution = ?1 AND consumed = 0 ORDER BY id");

    private readonly Statement _newer = new(
        link,
        """
        SELECT s.id, x.run_id FROM workflow_signals s JOIN workflow_executions x ON x.id = s.execution
        WHERE s.id > ?1 AND s.consumed = 0 ORDER BY s.id LIMIT 1000
        """);

    public int Insert(RunSignal signal, string tenant) => _execution.Number(signal.Run) is { } execution
        ? _insert.Run(execution, signal.Id, signal.Name, form.Text(signal.Body.Utf8().ToArray(), tenant), signal.By, signal.At.ToStored())
        : throw ExecutionTable.NoSuchRun(signal.Run);

    public void Consume(long execution, string id) => _consume.Run(execution, id);

    public List<RunSignal> Waiting(RunId run) => _execution.Number(run) is { } execution ? Waiting(run, execution) : [];

    public List<RunSignal> Waiting(RunId run, long execution)
    {
        var signals = new List<RunSignal>();
        using var rows = _waiting.Query(execution);
        while (rows.Read())
        {
            var body = Payload.FromJson(form.Json(rows.Bytes(2).ToArray()).Span);
            signals.Add(new RunSignal(run, rows.Text(0), rows.Text(1), body, rows.Text(3), rows.Time(4)));
        }

        return signals;
    }

    /// <summary>Signals that came after the one of that number and wait, with their numbers; at most 1000.</summary>
    public List<(long Number, RunId Run)> Newer(long number) => _newer.List(static r => (r.Int64(0), r.Run(1)), number);

    public void Dispose()
    {
        _execution.Dispose();
        _insert.Dispose();
        _consume.Dispose();
        _waiting.Dispose();
        _newer.Dispose();
    }
}
