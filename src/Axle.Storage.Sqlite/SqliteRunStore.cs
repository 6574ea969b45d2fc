using System.Runtime.CompilerServices;
using Axle.Identity.Ports;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;
using Axle.Storage.Sqlite.Identity;
using Axle.Storage.Sqlite.Models;
using Axle.Storage.Sqlite.Ownership;
using Axle.Storage.Sqlite.Workflows;
using Axle.Workflows.Histories;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

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
    private readonly SqliteReaders<WorkflowTables> _readers;
    private readonly StoredForm _form;
    private readonly SqliteDataKeys _keys;
    private readonly DecisionReading _reading;
    private readonly AppendPool _appends = new();
    private readonly TimeProvider _time;
    private long _told;

    private SqliteRunStore(SqliteDatabase database, IPayloadCodec? codec, TimeProvider time)
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

        // The codec asks for keys through readers that it serves: they are made when the first one reads.
        _readers = new(() => new WorkflowTables(database.Open(), _form!), database.Explained);
        var keys = new SqliteDataKeys(database, () => _writer!, _readers);
        codec = codec is PayloadCodec withKeys ? withKeys.WithDataKeys(keys, time) : codec;
        DataKeys = (codec as PayloadCodec)?.DataKeys;
        (_keys, _form) = (keys, new StoredForm(codec));
        _writer = new(new WorkflowTables(database.Open(), _form, Owner), database.Explained);
        Ledger = new SqliteModelLedger(_writer, _readers, _owner, time);
        Identity = new SqliteIdentityStore(_writer, _readers);
        _reading = new(_form);
    }

    /// <inheritdoc/>
    public string Owner => _owner.Owner;

    /// <summary>
    /// The copy of the file that was made before its tables were brought up to date when it was opened; null when they were.
    /// </summary>
    public string? Backup => _database.Backup;

    /// <summary>What model calls cost and what budgets have left, in the same file.</summary>
    public IModelLedger Ledger { get; }

    /// <summary>Users, sessions, keys, tenants and the audit log, in the same file.</summary>
    public IIdentityStore Identity { get; }

    /// <summary>The keys with which values of tenants are encrypted; null when nothing is.</summary>
    public TenantDataKeys? DataKeys { get; }

    /// <summary>Opens a database file; it and its folder are made when they are not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock by which other processes' signals are looked for; null for the system's.</param>
    /// <exception cref="AxleException">The file cannot be opened, is no database, or was written by a newer Axle.</exception>
    public static SqliteRunStore Open(string path, TimeProvider? time = null) => Open(path, codec: null, time);

    /// <summary>Opens a database file; it and its folder are made when they are not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="codec">Compresses or encrypts events, payloads, signals, snapshots and shared values; null for readable JSON.</param>
    /// <param name="time">The clock by which other processes' signals are looked for; null for the system's.</param>
    /// <exception cref="AxleException">The file cannot be opened, is no database, or was written by a newer Axle.</exception>
    public static SqliteRunStore Open(string path, IPayloadCodec? codec, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        return new(new SqliteDatabase(path, clock), codec, clock);
    }

    /// <inheritdoc/>
    public async ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Definitions.Save(definition));

    /// <inheritdoc/>
    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        Read(t => t.Definitions.Find(hash));

    /// <inheritdoc/>
    public async ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Held.Claim(run, _owner.IsAlive).Epoch);

    /// <inheritdoc/>
    public async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        var opened = Opened(await _writer.WriteAsync(t => t.Open(run, _owner.IsAlive)));
        if (opened.Damage is not { } damage)
            return opened;
        await ReleaseAsync(run, opened.Epoch, CancellationToken.None);
        throw new AxleException(damage.Error, damage);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var claimed = await _writer.WriteAsync(t => t.OpenDue(now, limit, _owner.IsAlive));
        return claimed.ConvertAll(Opened);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => Read(static t => t.Due.Next());

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Held.Release(run, epoch));

    /// <inheritdoc/>
    public ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(append);
        var ready = _form.ReadyAsync(append.Row.TenantOrDefault, cancellationToken);
        return ready.IsCompletedSuccessfully ? Append(append) : AppendWhenAsync(ready, append);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ReadEventsAsync(run, after, int.MaxValue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken)
    {
        return new(Events(run, _readers.Read(t => t.Events.Read(run, after, limit)), after, limit));
    }

    /// <inheritdoc/>
    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => Read(t => t.Rows.Find(run)?.Row);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunRow>>(t => t.Rows.List(query));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunCheckpoint>>(t => t.Checkpoints.List(run));

    /// <inheritdoc/>
    public async ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var tenant = _form.IsPlain
            ? Scope.DefaultTenant
            : _readers.Read(t => t.Rows.Find(signal.Run))?.Row.TenantOrDefault ?? throw ExecutionTable.NoSuchRun(signal.Run);
        await _form.ReadyAsync(tenant, cancellationToken);
        await _writer.WriteAsync(t => t.Signals.Insert(signal, tenant));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunSignal>>(t => t.Signals.Waiting(run));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<RunRow>>(t => t.Rows.ListExpired(endedBefore, limit));

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
    public ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return Read<IReadOnlyList<string>>(t => t.Values.Spaces(now));
    }

    /// <inheritdoc/>
    public async ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        await _form.ReadyAsync(TenantSpace.TenantOf(space), cancellationToken);
        var now = new DateTimeOffset(Interlocked.Read(ref _told), TimeSpan.Zero);
        return await _writer.WriteAsync(t => t.Values.Put(space, key, value, expected, expiresAt, now));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(t => t.Values.Remove(space, key));

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunId> WatchSignalsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var tables = new WorkflowTables(_database.Open(), _form);
        using var version = new Statement(tables.Link, "PRAGMA data_version");
        using var timer = new PeriodicTimer(WatchInterval, _time);
        long? seen = null;
        var newest = 0L;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Reads a counter in shared memory, no disk: it changes when another connection has committed.
            var now = version.Number();
            if (now == seen)
                continue;
            seen = now;
            List<(long Number, RunId Run)> signals;
            do
            {
                signals = tables.Signals.Newer(newest);
                foreach (var run in signals.Select(static s => s.Run).Distinct())
                    yield return run;
                newest = signals.Count > 0 ? signals[^1].Number : newest;
            }
            while (signals.Count > 0);
        }
    }

    /// <summary>
    /// Brings every stored value under the current key of a codec, and of its tenant: after a rotation, when encryption is switched on, or off. Runs may
    /// execute meanwhile; a pass that was broken off is begun anew.
    /// </summary>
    /// <param name="codec">The codec.</param>
    /// <param name="cancellationToken">Ends the pass between two values.</param>
    public Task<RecodingReport> RecodeAsync(PayloadCodec codec, CancellationToken cancellationToken) => RecodeAsync(codec, tenant: null, cancellationToken);

    /// <summary>Brings the values of one tenant under its current key; large ones that it shares with others are shared out.</summary>
    /// <param name="codec">The codec.</param>
    /// <param name="tenant">The tenant; null for everything.</param>
    /// <param name="cancellationToken">Ends the pass between two values.</param>
    public async Task<RecodingReport> RecodeAsync(PayloadCodec codec, string? tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(codec);
        var current = codec.WithDataKeys(_keys, _time);
        var keys = current.DataKeys is { } own ? await own.RewrapAsync(cancellationToken) : RecodingReport.Nothing;
        return keys.And(await new StoredRecoding(current, _writer, _readers).RunAsync(tenant, cancellationToken));
    }

    /// <summary>
    /// Empties the log beside the file into it: what was deleted is overwritten in the file, and until then is in the log still. Does what is possible while
    /// others read.
    /// </summary>
    public void Sweep()
    {
        using var link = _database.Open();
        link.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Waits for writes under way and closes the file. Runs that this process owned can be claimed by others.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
        _owner.Dispose();
    }

    private ValueTask Append(RunAppend append)
    {
        var write = _appends.Take();
        write.Prepare(append, _form);
        var done = write.Done;
        _writer.Enqueue(write);
        return done;
    }

    private async ValueTask AppendWhenAsync(ValueTask ready, RunAppend append)
    {
        await ready;
        await Append(append);
    }

    private OpenedRun Opened(ClaimedRun claimed)
    {
        var damage = claimed.Damage;
        try
        {
            if (damage is null)
            {
                var events = Events(claimed.Row.Run, claimed.Decisions, claimed.Snapshot?.Seq ?? 0);
                return new OpenedRun(claimed.Row, claimed.Epoch, claimed.Snapshot, events, claimed.Signals);
            }
        }
        catch (AxleException found)
        {
            damage = found;
        }

        return new OpenedRun(claimed.Row, claimed.Epoch, null, [], []) { Damage = damage };
    }

    private List<RecordedEvent> Events(RunId run, List<DecisionRow> decisions, long after, int limit = int.MaxValue)
    {
        var events = _reading.Read(run, decisions, after, limit);
        DecisionReading.Resolve(run, events, hash => _readers.Read(t => t.Payloads.Read(run, hash)));
        return events;
    }

    /// <summary>Callers say what time it is: a value that has expired by then is gone for writers, too.</summary>
    private void Told(DateTimeOffset now)
    {
        if (now.UtcTicks > Interlocked.Read(ref _told))
            Interlocked.Exchange(ref _told, now.UtcTicks);
    }

    private ValueTask<T> Read<T>(Func<WorkflowTables, T> read) => new(_readers.Read(read));
}
