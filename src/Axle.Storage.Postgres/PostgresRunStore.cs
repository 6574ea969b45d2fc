using Axle.Identity.Ports;
using Axle.Models.Ledger;
using Axle.Models.Limits;
using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Identity;
using Axle.Storage.Postgres.Models;
using Axle.Storage.Postgres.Ownership;
using Axle.Storage.Postgres.Workflows;
using Axle.Storage.Postgres.Writing;
using Axle.Workflows.Histories;
using Axle.Workflows.Payloads;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Npgsql;

namespace Axle.Storage.Postgres;

/// <summary>
/// Runs in a PostgreSQL database, for production on many machines: any number of processes share it, and any of them may die. What is acknowledged is
/// committed. A process owns its runs for as long as it gives signs of life; once another has buried it, nothing of it is recorded any more.
/// </summary>
public sealed partial class PostgresRunStore : IRunStore, IValueStore, IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly NodeLease _lease;
    private readonly StoredForm _form;
    private readonly PostgresDataKeys _keys;
    private readonly TimeProvider _time;
    private readonly RunClaims _claims;
    private readonly HistoryTables _histories;
    private readonly WriterLane[] _lanes;
    private long _told;

    private PostgresRunStore(PostgresOptions options, TimeProvider time)
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        _database = new PostgresDatabase(options, NodeLease.SessionOf(id), time);
        _lease = new NodeLease(_database, id, options.Lease, options.Writers);
        _keys = new PostgresDataKeys(_database);
        var codec = options.Codec is PayloadCodec withKeys ? withKeys.WithDataKeys(_keys, time) : options.Codec;
        DataKeys = (codec as PayloadCodec)?.DataKeys;
        _form = new StoredForm(codec);
        _time = time;
        (_claims, _histories) = (new RunClaims(_database), new HistoryTables(_form));
        Ledger = new PostgresModelLedger(_database, _lease);
        Identity = new PostgresIdentityStore(_database, _form);
        Limits = new PostgresLimits(_database, options.LargestPool / 2);
        _lanes = [.. Enumerable.Range(0, options.Writers).Select(lane => new WriterLane(_database, _lease, lane, _form))];
    }

    /// <inheritdoc/>
    public string Owner => _lease.Owner;

    /// <summary>The database as people know it: <c>postgres://host:port/database</c>, without user and password.</summary>
    public string Place => _database.Place;

    /// <summary>What model calls cost, and what budgets have left, for all nodes that share the database.</summary>
    public IModelLedger Ledger { get; }

    /// <summary>Users, keys, tenants and the audit log, for all nodes that share the database.</summary>
    public IIdentityStore Identity { get; }

    /// <summary>What was used of limits, for all nodes that share the database.</summary>
    public ILimitStore Limits { get; }

    /// <summary>The keys with which values of tenants are encrypted; null when nothing is.</summary>
    public TenantDataKeys? DataKeys { get; }

    /// <inheritdoc/>
    public bool IsHeard => _lease.IsCertain;

    internal NodeLease Lease => _lease;

    /// <summary>Opens a database, and brings its tables up to date when they are not there or older.</summary>
    /// <param name="options">Where it is, and how it is used.</param>
    /// <param name="time">The clock of waiting; null for the system's. Leases go by the clock of the database.</param>
    /// <exception cref="AxleException">It cannot be reached, refuses this user, or was written by a newer Axle.</exception>
    public static PostgresRunStore Open(PostgresOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new(options, time ?? TimeProvider.System);
    }

    /// <summary>Whether another living process takes up runs of this database that have none.</summary>
    public ValueTask<bool> HasEngineAsync(CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => RunClaims.HasEngineAsync(c, _lease.Current?.Node ?? 0, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        await _database.DoAsync((c, token) => DefinitionTable.SaveAsync(c, definition, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => DefinitionTable.FindAsync(c, hash, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) => (await ClaimRowAsync(run, cancellationToken)).Epoch;

    /// <inheritdoc/>
    public async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        var claimed = await ClaimRowAsync(run, cancellationToken);
        try
        {
            var opened = await _database.DoAsync((c, token) => _histories.OpenAsync(c, [claimed], token), cancellationToken);
            return opened[0].Damage is { } damage ? throw new AxleException(damage.Error, damage) : opened[0];
        }
        catch
        {
            await ReleaseAsync(run, claimed.Epoch, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        _lease.TakesUp = true;
        var claimed = await _lease.AsNodeAsync((tenure, token) => ClaimDueAsync(tenure, now, limit, token), cancellationToken);
        if (claimed.Count == 0)
            return [];
        try
        {
            return await _database.DoAsync((c, token) => _histories.OpenAsync(c, claimed, token), cancellationToken);
        }
        catch
        {
            foreach (var row in claimed)
                await ReleaseAsync(row.Row.Run, row.Epoch, CancellationToken.None);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => _database.DoAsync(RunClaims.NextDueAsync, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken)
    {
        // Who is buried has given up everything.
        if (_lease.Current is not { IsOver: false } tenure)
            return;
        await LaneOf(run).TakeTurnAsync(async () =>
        {
            if (tenure.Held.TryGetValue(run, out var held) && held.Epoch == epoch)
                tenure.Held.TryRemove(run, out _);
            try
            {
                return await _claims.ReleaseAsync(tenure, run, epoch, cancellationToken);
            }
            catch (PostgresException buried) when (buried.SqlState == PostgresFaults.Buried)
            {
                tenure.End();
                return false;
            }
        });
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(append);
        var ready = _form.ReadyAsync(append.Row.TenantOrDefault, cancellationToken);
        var appending = ready.IsCompletedSuccessfully ? LaneOf(append.Run).AppendAsync(append) : AppendWhenAsync(ready, append);
        return new(append is { Release: true, Row.Status: RunStatus.Idle } ? TellAsync(appending, append.Run) : appending);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ReadEventsAsync(run, after, int.MaxValue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => _histories.ReadAsync(c, run, after, limit, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) =>
        _database.DoAsync(async (c, token) => (await RunRows.FindAsync(c, run, token))?.Sound(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => RunRows.ListAsync(c, query, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => CheckpointTable.ListAsync(c, run, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var tenant = _form.IsPlain ? Scope.DefaultTenant
            : (await FindRunAsync(signal.Run, cancellationToken) ?? throw RunRows.NoSuchRun(signal.Run)).TenantOrDefault;
        await _form.ReadyAsync(tenant, cancellationToken);
        await _database.DoAsync((c, token) => SignalTable.InsertAsync(c, signal, tenant, _form, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => SignalTable.WaitingAsync(c, run, _form, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => RunRows.ListExpiredAsync(c, endedBefore, limit, token), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        await _database.DoAsync((c, token) => ValueTable.ForgetAsync(c, endedBefore, token), cancellationToken);
        var removed = await _database.DoAsync((c, token) => RunRemoval.PurgeAsync(c, endedBefore, limit, token), cancellationToken);
        removed.ForEach(ForgetHeld);
        return removed.Count;
    }

    /// <inheritdoc/>
    public async ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        await _database.DoAsync(RunRemoval.FreeHistoryAsync, cancellationToken);
        await _database.DoAsync(RunRemoval.JoinHistoryAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken)
    {
        var removed = await _database.DoAsync((c, token) => RunRemoval.DeleteAsync(c, run, token), cancellationToken);
        ForgetHeld(run);
        return removed;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken) => new SignalWatch(_database, _lease).WatchAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return _database.DoAsync((c, token) => ValueTable.FindAsync(c, space, key, now, _form, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return _database.DoAsync((c, token) => ValueTable.ListAsync(c, space, now, _form, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Told(now);
        return _database.DoAsync((c, token) => ValueTable.SpacesAsync(c, now, token), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="AxleException">Network: the connection was lost, and it is not known whether the value was written. Read it to know.</exception>
    public async ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = new DateTimeOffset(Interlocked.Read(ref _told), TimeSpan.Zero);
        var put = new StoredValue(key, value, 0, expiresAt);
        await _form.ReadyAsync(TenantSpace.TenantOf(space), cancellationToken);
        // Twice is not as good as once: the second time the version is another.
        return await _database.DoOnceAsync((c, token) => ValueTable.PutAsync(c, put, space, expected, now, _form, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken) =>
        _database.DoAsync((c, token) => ValueTable.RemoveAsync(c, space, key, token), cancellationToken);

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
        return keys.And(await new StoredRecoding(current, _database).RunAsync(tenant, cancellationToken));
    }

    /// <summary>Waits for writes under way and says farewell: runs that this process owned can be claimed by others at once.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes)
            await lane.DisposeAsync();
        await _lease.DisposeAsync();
        ((PostgresModelLedger)Ledger).Dispose();
        await _database.DisposeAsync();
        ((PostgresLimits)Limits).Dispose();
    }

    private async Task AppendWhenAsync(ValueTask ready, RunAppend append)
    {
        await ready;
        await LaneOf(append.Run).AppendAsync(append);
    }

    /// <summary>A run that was left to engines: they are told, so that none has to look for it. A hint; they look all the same.</summary>
    private async Task TellAsync(Task appending, RunId run)
    {
        await appending;
        try
        {
            await _database.DoAsync((c, token) => SignalTable.TellAsync(c, run, token), CancellationToken.None);
        }
        catch (AxleException)
        {
            // What counts is stored.
        }
    }

    private ValueTask<StoredRow> ClaimRowAsync(RunId run, CancellationToken cancellationToken) => _lease.AsNodeAsync(
        (tenure, token) => tenure.Held.ContainsKey(run) ? ClaimAgainAsync(tenure, run, token) : _claims.ClaimAsync(tenure, run, token), cancellationToken);

    /// <summary>An earlier claim of this process ends first: what is written under it is either before this claim or refused.</summary>
    private async ValueTask<StoredRow> ClaimAgainAsync(Tenure tenure, RunId run, CancellationToken cancellationToken) =>
        await LaneOf(run).TakeTurnAsync(() =>
        {
            tenure.Held.TryRemove(run, out _);
            return _claims.ClaimAsync(tenure, run, cancellationToken);
        });

    private async ValueTask<List<StoredRow>> ClaimDueAsync(Tenure tenure, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var lookForMore = tenure.MayHaveMore;
        List<StoredRow> claimed;
        try
        {
            claimed = await _database.DoOnceAsync((c, token) => RunClaims.ClaimDueAsync(c, tenure, now, limit, lookForMore, token), cancellationToken);
        }
        catch (Exception exception) when (exception is not PostgresException { SqlState: PostgresFaults.Buried })
        {
            // Some may have been claimed all the same.
            tenure.MayHaveMore = true;
            throw;
        }

        if (claimed.Count == 0 && lookForMore)
            tenure.MayHaveMore = false;
        foreach (var row in claimed)
            tenure.Held[row.Row.Run] = new HeldRun(row.Row, row.Number, row.Epoch);
        return claimed;
    }

    /// <summary>All decisions of a run go through one lane, in order.</summary>
    private WriterLane LaneOf(RunId run) => _lanes[(uint)run.GetHashCode() % (uint)_lanes.Length];

    private void ForgetHeld(RunId run) => _lease.Current?.Held.TryRemove(run, out _);

    /// <summary>Callers say what time it is: a value that has expired by then is gone for writers, too.</summary>
    private void Told(DateTimeOffset now)
    {
        if (now.UtcTicks > Interlocked.Read(ref _told))
            Interlocked.Exchange(ref _told, now.UtcTicks);
    }
}
