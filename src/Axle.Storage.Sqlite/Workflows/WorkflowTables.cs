using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Workflows;

/// <summary>The statements that change runs, prepared once for the writer.</summary>
internal sealed class WorkflowTables(SqliteConnection connection) : IDisposable
{
    public DefinitionTable Definitions { get; } = new(connection);

    public ExecutionTable Executions { get; } = new(connection);

    public EventTable Events { get; } = new(connection);

    public CheckpointTable Checkpoints { get; } = new(connection);

    public SignalTable Signals { get; } = new(connection);

    public PayloadTable Payloads { get; } = new(connection);

    public SnapshotTable Snapshots { get; } = new(connection);

    public ValueTable Values { get; } = new(connection);

    public DueRuns Due { get; } = new(connection);

    public RunRemoval Removal { get; } = new(connection);

    public void Dispose()
    {
        Definitions.Dispose();
        Executions.Dispose();
        Events.Dispose();
        Checkpoints.Dispose();
        Signals.Dispose();
        Payloads.Dispose();
        Snapshots.Dispose();
        Values.Dispose();
        Due.Dispose();
        Removal.Dispose();
    }
}
