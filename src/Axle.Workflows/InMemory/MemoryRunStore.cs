using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.InMemory;

/// <summary>A store in memory: the reference that the conformance suite was written against, and what tests and simulations run on.</summary>
public sealed class MemoryRunStore : IRunStore, IValueStore, IDisposable
{
    private readonly MemoryDisk _disk;

    /// <summary>Opens a store as a process of its own.</summary>
    /// <param name="disk">What it keeps its runs on.</param>
    /// <param name="owner">Name of the process, unique on this disk.</param>
    public MemoryRunStore(MemoryDisk disk, string owner)
    {
        _disk = disk;
        Owner = owner;
        lock (disk.Gate)
        {
            if (!disk.Living.Add(owner))
                throw new ArgumentException($"There is a living store named '{owner}' on this disk already.", nameof(owner));
        }
    }

    /// <inheritdoc/>
    public string Owner { get; }

    /// <inheritdoc/>
    public ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            _disk.Definitions.TryAdd(definition.Hash, definition);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Definitions.GetValueOrDefault(hash));
    }

    /// <inheritdoc/>
    public ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(Claim(Get(run)));
    }

    /// <inheritdoc/>
    public ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(Open(Get(run)));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            var opened = new List<OpenedRun>();
            var rooms = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var stored in _disk.Runs.Values)
            {
                if (opened.Count < limit && _disk.IsDue(stored, now) && HasRoom(stored, rooms, now))
                    opened.Add(Open(stored));
            }

            return ValueTask.FromResult<IReadOnlyList<OpenedRun>>(opened);
        }
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Runs.Values.Where(static r => r.Owner is null).Min(static r => r.DueAt));
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            if (_disk.Runs.TryGetValue(run, out var stored) && stored.Epoch == epoch && stored.Owner == Owner)
            {
                stored.Owner = null;
                stored.DueAt = stored.IsExecuting ? DateTimeOffset.MinValue : stored.Row.WakeAt;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            var isKnown = _disk.Runs.TryGetValue(append.Run, out var stored);
            if (isKnown ? !IsNext(stored!, append) : append.FirstSeq != 1 || append.Epoch != 1)
                throw new RunConflictException(append.Run);
            if (append.Admission is { } admission && _disk.Room(admission.Group, admission.Limit, append.Run) <= 0)
                throw new GroupFullException(admission.Group);
            if (!isKnown)
                _disk.Runs.Add(append.Run, stored = new MemoryDisk.StoredRun { Row = append.Row, Owner = Owner });
            Write(stored!, append);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        ReadEventsAsync(run, after, int.MaxValue, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            if (!_disk.Runs.TryGetValue(run, out var stored))
                return ValueTask.FromResult<IReadOnlyList<RecordedEvent>>([]);
            var events = stored.Events.SkipWhile(e => e.Seq <= after).Take(limit).Select(e => Read(stored, e)).ToArray();
            return ValueTask.FromResult<IReadOnlyList<RecordedEvent>>(events);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Runs.GetValueOrDefault(run)?.Row);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            var rows = _disk.Runs.Values.Select(static r => r.Row)
                .OrderByDescending(static r => r.CreatedAt).ThenByDescending(static r => r.Run.Value, StringComparer.Ordinal)
                .Where(r => query.Statuses.IsEmpty || query.Statuses.Contains(r.Status))
                .Where(r => query.Workflow is null || r.Workflow == query.Workflow)
                .Where(r => query.Attention == RunAttention.None || (r.Attention & query.Attention) != 0)
                .Where(r => query.Parent is null || r.Parent == query.Parent)
                .Where(r => query.Group is null || r.Group == query.Group)
                .Where(r => query.Tenant is null || (r.Tenant ?? Scope.DefaultTenant) == query.Tenant)
                .Where(query.Finds)
                .Where(r => (query.From is null || r.CreatedAt >= query.From) && (query.To is null || r.CreatedAt < query.To));
            if (query.Before is { } before && _disk.Runs.TryGetValue(before, out var last))
                rows = rows.Where(r => IsOlder(r, last.Row));
            return ValueTask.FromResult<IReadOnlyList<RunRow>>([.. rows.Take(query.Limit)]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult<IReadOnlyList<RunCheckpoint>>([.. _disk.Runs.GetValueOrDefault(run)?.Checkpoints ?? []]);
    }

    /// <inheritdoc/>
    public ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            var stored = Get(signal.Run);
            if (stored.KnownSignals.Add(signal.Id))
                stored.Signals.Add(signal);
        }

        _disk.Signal(signal.Run);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult<IReadOnlyList<RunSignal>>([.. _disk.Runs.GetValueOrDefault(run)?.Signals ?? []]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult<IReadOnlyList<RunRow>>(_disk.Expired(endedBefore, limit));
    }

    /// <inheritdoc/>
    public ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            var old = _disk.Expired(endedBefore, limit);
            foreach (var row in old)
                _disk.Runs.Remove(row.Run);
            return ValueTask.FromResult(old.Length);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
        {
            if (!_disk.Runs.TryGetValue(run, out var stored))
                return ValueTask.FromResult(false);
            if (!stored.HasEnded)
                throw new AxleException(ErrorKind.Validation, $"Run {run} has not ended. Cancel it first: 'ax workflow cancel {run}'.");
            return ValueTask.FromResult(_disk.Runs.Remove(run));
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Values.Find(space, key, now));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Values.List(space, now));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Values.Spaces(now));
    }

    /// <inheritdoc/>
    public ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Values.Put(space, key, value, expected, expiresAt));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken)
    {
        lock (_disk.Gate)
            return ValueTask.FromResult(_disk.Values.Remove(space, key));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RunId> WatchSignalsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hints = Channel.CreateUnbounded<RunId>();
        void Hint(RunId run) => hints.Writer.TryWrite(run);
        _disk.Signalled += Hint;
        try
        {
            // Not ReadAllAsync: that one leaves the captured context, and with it a simulation's order of events.
            while (await hints.Reader.WaitToReadAsync(cancellationToken))
            {
                while (hints.Reader.TryRead(out var run))
                    yield return run;
            }
        }
        finally
        {
            _disk.Signalled -= Hint;
        }
    }

    /// <summary>Ends this store's process: its runs can be claimed by others.</summary>
    public void Dispose() => _disk.Kill(this);

    private static bool IsOlder(RunRow row, RunRow than) =>
        row.CreatedAt < than.CreatedAt
        || (row.CreatedAt == than.CreatedAt && string.CompareOrdinal(row.Run.Value, than.Run.Value) < 0);

    private bool IsNext(MemoryDisk.StoredRun stored, RunAppend append) =>
        stored.Epoch == append.Epoch && stored.Owner == Owner && stored.Events.Count + 1 == append.FirstSeq;

    private long Claim(MemoryDisk.StoredRun stored)
    {
        if (stored.Owner is { } owner && owner != Owner && _disk.Living.Contains(owner))
            throw new RunHeldException(stored.Row.Run, owner);
        stored.Owner = Owner;
        stored.DueAt = null;
        return ++stored.Epoch;
    }

    private OpenedRun Open(MemoryDisk.StoredRun stored)
    {
        var epoch = Claim(stored);
        var after = stored.Snapshot?.Seq ?? 0;
        return new OpenedRun(
            stored.Row, epoch, stored.Snapshot, [.. stored.Events.Where(e => e.Seq > after).Select(e => Read(stored, e))], [.. stored.Signals]);
    }

    /// <summary>Whether the run may begin, or need not begin; takes the room that it needs.</summary>
    private bool HasRoom(MemoryDisk.StoredRun stored, Dictionary<string, int> rooms, DateTimeOffset now)
    {
        if (stored.Row is not { Status: RunStatus.Idle, Group: { } group } || stored.Signals.Count > 0 || stored.DueAt <= now)
            return true;
        var room = rooms.TryGetValue(group, out var known) ? known : _disk.Room(group, stored.Row.GroupLimit);
        rooms[group] = room - 1;
        return room > 0;
    }

    private static void Write(MemoryDisk.StoredRun stored, RunAppend append)
    {
        foreach (var recorded in append.Events)
        {
            stored.Events.Add((recorded.Seq, recorded.At, RunEventJson.Write(recorded.Event)));
            foreach (var payload in recorded.Event.GetPayloads().Where(static p => p.IsLarge))
                stored.Payloads.TryAdd(payload.Hash, payload.Utf8().ToArray());
        }

        stored.Row = append.Row;
        stored.Checkpoints.AddRange(append.Checkpoints);
        stored.Signals.RemoveAll(s => append.ConsumedSignals.Contains(s.Id));
        stored.Snapshot = append.Snapshot ?? stored.Snapshot;
        if (!append.Release)
            return;
        stored.Owner = null;
        stored.DueAt = append.Row.WakeAt;
    }

    private static RecordedEvent Read(MemoryDisk.StoredRun stored, (long Seq, DateTimeOffset At, byte[] Json) written)
    {
        var happened = RunEventJson.Read(written.Json);
        foreach (var payload in happened.GetPayloads().Where(static p => !p.IsResolved))
            payload.Resolve(stored.Payloads[payload.Hash]);
        return new RecordedEvent(written.Seq, written.At, happened);
    }

    private MemoryDisk.StoredRun Get(RunId run) => _disk.Runs.TryGetValue(run, out var stored)
        ? stored
        : throw new AxleException(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");
}
