using Axle.Storage.Postgres.Database;
using Axle.Storage.Postgres.Ownership;
using Axle.Workflows.Histories;
using Axle.Workflows.Ports;
using Npgsql;

namespace Axle.Storage.Postgres.Writing;

/// <summary>
/// One writer of a process, on a connection of its own: takes all decisions that wait and puts them into one transaction, so that they share one
/// flush and one way to the server. The busier it is, the cheaper a decision becomes.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="lease">Which runs are this process's.</param>
/// <param name="lane">Its number in the process.</param>
/// <param name="form">How values lie in the database.</param>
internal sealed class WriterLane(PostgresDatabase database, NodeLease lease, int lane, StoredForm form) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly WriteQueue _queue = new();
    private readonly LaneMeter _meter = new();
    private readonly LaneCommits _commits = new(database, lane, form);
    private Task _drained = Task.CompletedTask;
    private bool _isClosed;
    private bool _isDraining;

    /// <summary>Writes a decision.</summary>
    public Task AppendAsync(RunAppend append)
    {
        var write = new AppendWrite(append, form);
        Enqueue(write);
        return write.Done;
    }

    /// <summary>What it did since it was asked last.</summary>
    public LaneWork TakeWork() => _meter.Take();

    /// <summary>Does something between two transactions of the lane.</summary>
    public Task<T> TakeTurnAsync<T>(Func<ValueTask<T>> act)
    {
        var turn = new TurnOf<T>(act);
        Enqueue(turn);
        return turn.Done;
    }

    /// <summary>Waits for what was begun.</summary>
    public async ValueTask DisposeAsync()
    {
        Task drained;
        lock (_gate)
        {
            _isClosed = true;
            drained = _drained;
        }

        await drained;
        await _commits.DisposeAsync();
    }

    private void Enqueue(PendingWrite write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _queue.Add(write);
            if (_isDraining)
                return;
            _isDraining = true;
            _drained = Task.Run(DrainAsync);
        }
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            IReadOnlyList<PendingWrite> group;
            lock (_gate)
            {
                group = _queue.Take();
                if (group.Count == 0)
                {
                    _isDraining = false;
                    return;
                }
            }

            if (group is [ITurn turn])
                await turn.TakeAsync();
            else
                await WriteAsync([.. group.Cast<AppendWrite>()]);
        }
    }

    private async Task WriteAsync(List<AppendWrite> group)
    {
        try
        {
            var tenure = await lease.CurrentAsync(CancellationToken.None);
            group.RemoveAll(write => Refused(write, tenure));
            if (group.Count > 0)
                await WriteAsync(tenure, group);
        }
        catch (Exception exception)
        {
            group.ForEach(write => write.Fail(exception));
        }
    }

    private async Task WriteAsync(Tenure tenure, List<AppendWrite> group)
    {
        try
        {
            var created = await _commits.CommitAsync(tenure, group);
            _meter.Add(group.Count, _commits.LastTook);
            foreach (var write in group)
            {
                if (write.IsFirst && !created.Contains(write.Number))
                    write.Fail(new RunConflictException(write.Run));
                else
                    write.Complete(tenure);
            }
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresFaults.Buried)
        {
            tenure.End();
            group.ForEach(static write => write.Fail(new RunConflictException(write.Run)));
        }
        catch (PostgresException refusal) when (group.Count > 1 && !PostgresFaults.IsOutage(refusal))
        {
            // One of them spoils the group: alone, only the guilty one fails. On a full disk all do, and each says why.
            foreach (var write in group)
                await WriteAsync(tenure, [write]);
        }
        catch (Exception exception)
        {
            group.ForEach(write => Fail(tenure, write, Told(exception, write)));
        }
    }

    private static void Fail(Tenure tenure, AppendWrite write, Exception told)
    {
        if (told is not GroupFullException)
        {
            // It is not known how far this run is stored: whoever goes on with it reads that.
            tenure.Held.TryRemove(write.Run, out _);
            tenure.MayHaveMore = true;
        }

        write.Fail(told);
    }

    private static bool Refused(AppendWrite write, Tenure tenure)
    {
        if (write.Follows(tenure))
            return false;
        write.Fail(new RunConflictException(write.Run));
        return true;
    }

    private Exception Told(Exception exception, AppendWrite write) => exception switch
    {
        PostgresException { SqlState: PostgresFaults.GroupFull } => new GroupFullException(write.Append.Admission!.Group),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => new RunConflictException(write.Run),
        _ => database.Explained(exception),
    };
}
