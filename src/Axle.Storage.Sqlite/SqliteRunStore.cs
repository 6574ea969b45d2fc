using System.Runtime.CompilerServices;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Ownership;
using Axle.Storage.Sqlite.Workflows;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite;

/// <summary>
/// Runs in one SQLite file, for production on one machine: WAL with <c>synchronous=FULL</c>, so what is acknowledged survives a power
/// cut, and group commit, so that many runs share a flush. Several processes may open the same file.
/// </summary>
public sealed class SqliteRunStore : IRunStore, IValueStore, IAsyncDisposable
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(200);
    private readonly SqliteDatabase _database;
    private readonly OwnerLock _owner;
    private readonly GroupWriter<WorkflowTables> _writer;
    private readonly TimeProvider _time;
    private long _told;

    private SqliteRunStore(SqliteDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        try
        {
            _owner = new OwnerLock(database.FilePath + "-owners");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw database.Explained(exception);
        }

        var connection = database.Open();
        _writer = new GroupWriter<WorkflowTables>(connection, new WorkflowTables(connection), database.Explained);
    }

    /// <inheritdoc/>
    public string Owner => _owner.Owner;

    /// <summary>Opens a database file; it and its folder are made when they are not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock by which other processes' signals are looked for; null for the system's.</param>
    /// <exception cref="AxleException">The file cannot be opened, is no database, or was written by a newer Axle.</exception>
    public static SqliteRunStore Open(string path, TimeProvider? time = null) => new(new SqliteDatabase(path), time ?? TimeProvider.System);

    /// <inheritdoc/>
    public async ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Definitions.Save(definition));

    /// <inheritdoc/>
    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        Read(t => t.Definitions.Find(hash));

    /// <inheritdoc/>
    public async ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Executions.Claim(run, Owner, _owner.IsAlive));

    /// <inheritdoc/>
    public async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) => await _writer.WriteAsync(t => Open(t, run));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Due.List(now, limit, _owner.IsAlive).Select(run => Open(t, run)).ToList());

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => Read(static t => t.Due.Next());

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Executions.Release(run, epoch, Owner));

    /// <inheritdoc/>
    public async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => Append(t, append));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ReadEventsAsync(run, after, int.MaxValue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RecordedEvent>>(t => ReadEvents(t, run, after, limit));

    /// <inheritdoc/>
    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => Read(t => t.Executions.Find(run));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        ReadWith(connection => ExecutionTable.List(connection, query));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunCheckpoint>>(t => t.Checkpoints.List(run));

    /// <inheritdoc/>
    public async ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        await _writer.WriteAsync(t => t.Signals.Insert(signal));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunSignal>>(t => t.Signals.Waiting(run));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        ReadWith(connection => ExecutionTable.ListExpired(connection, endedBefore, limit));

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        await _writer.WriteAsync(t => t.Values.Forget(endedBefore));
        return await _writer.WriteAsync(t => t.Removal.Purge(endedBefore, limit));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Removal.Delete(run));

    /// <inheritdoc/>
    public ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return Read(t => t.Values.Find(space, key, now));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return Read<IReadOnlyList<StoredValue>>(t => t.Values.List(space, now));
    }

    /// <inheritdoc/>
    public async ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Values.Put(space, key, value, expected, expiresAt, new DateTimeOffset(Interlocked.Read(ref _told), TimeSpan.Zero)));

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Values.Remove(space, key));

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunId> WatchSignalsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = _database.Open();
        using var version = new Statement(connection, "PRAGMA data_version", 0);
        using var timer = new PeriodicTimer(WatchInterval, _time);
        object? seen = null;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Reads a counter in shared memory, no disk: it changes when another connection has committed.
            if (version.Scalar() is { } now && now.Equals(seen))
                continue;
            seen = version.Scalar();
            foreach (var run in SignalTable.RunsWaiting(connection))
                yield return run;
        }
    }

    /// <summary>Waits for writes under way and closes the file. Runs that this process owned can be claimed by others.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _owner.Dispose();
        _database.Close();
    }

    private int Append(WorkflowTables tables, RunAppend append)
    {
        if (append.Admission is { } admission && tables.Due.Active(admission.Group, append.Run) >= admission.Limit)
            throw new GroupFullException(admission.Group);
        var execution = append.FirstSeq == 1 && append.Epoch == 1
            ? tables.Executions.Insert(append.Row, append.Release ? null : Owner)
            : tables.Executions.Advance(append.Row, Owner, append.Release, append.Epoch, append.FirstSeq - 1);
        if (execution is not { } id)
            throw new RunConflictException(append.Run);
        if (!append.Events.IsEmpty)
            tables.Events.Insert(id, append.Events.AsSpan(), append.Row.UpdatedAt);
        foreach (var payload in append.Events.SelectMany(static e => e.Event.GetPayloads()).Where(static p => p.IsLarge))
            tables.Payloads.Insert(id, payload);
        foreach (var checkpoint in append.Checkpoints)
            tables.Checkpoints.Insert(id, checkpoint);
        foreach (var signal in append.ConsumedSignals)
            tables.Signals.Consume(id, signal);
        if (append.Snapshot is { } snapshot)
            tables.Snapshots.Put(id, snapshot);
        return append.Events.Length;
    }

    private OpenedRun Open(WorkflowTables tables, RunId run)
    {
        var epoch = tables.Executions.Claim(run, Owner, _owner.IsAlive);
        var snapshot = tables.Snapshots.Find(run);
        return new OpenedRun(
            tables.Executions.Find(run)!, epoch, snapshot, ReadEvents(tables, run, snapshot?.Seq ?? 0), tables.Signals.Waiting(run));
    }

    private static List<RecordedEvent> ReadEvents(WorkflowTables tables, RunId run, long after, int limit = int.MaxValue)
    {
        var events = tables.Events.Read(run, after, limit);
        foreach (var payload in events.SelectMany(static e => e.Event.GetPayloads()).Where(static p => !p.IsResolved))
            payload.Resolve(tables.Payloads.Read(payload.Hash));
        return events;
    }

    /// <summary>Callers say what time it is: a value that has expired by then is gone for writers, too.</summary>
    private void Told(DateTimeOffset now)
    {
        if (now.UtcTicks > Interlocked.Read(ref _told))
            Interlocked.Exchange(ref _told, now.UtcTicks);
    }

    private ValueTask<T> Read<T>(Func<WorkflowTables, T> read) => ReadWith(connection =>
    {
        using var tables = new WorkflowTables(connection);
        return read(tables);
    });

    private ValueTask<T> ReadWith<T>(Func<SqliteConnection, T> read)
    {
        try
        {
            using var connection = _database.Open();
            return ValueTask.FromResult(read(connection));
        }
        catch (SqliteException exception)
        {
            throw _database.Explained(exception);
        }
    }
}
