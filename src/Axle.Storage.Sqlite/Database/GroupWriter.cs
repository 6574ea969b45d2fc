namespace Axle.Storage.Sqlite.Database;

/// <summary>
/// The one writer of a process: takes all writes that wait, and puts them into one transaction, so that they share one flush to disk.
/// The busier it is, the cheaper a write becomes. A write completes when it is on disk.
/// </summary>
/// <remarks>
/// A write that finds nobody else writing is made on its own thread: no other has to be woken. When more have come meanwhile, groups were
/// large lately or another process writes, a thread of the writer's own takes over; pool threads are for work that does not block.
/// </remarks>
/// <typeparam name="TTables">The statements that writes use, prepared once for the writer's connection.</typeparam>
internal sealed class GroupWriter<TTables> : IAsyncDisposable
    where TTables : WriterTables
{
    /// <summary>Writes in one transaction at most: what comes while a group is written joins it, but not for ever.</summary>
    private const int LargestGroup = 1000;

    /// <summary>After a group of this size others of it are likely to come soon: worth a moment, as they share the flush.</summary>
    private const int BusyGroup = 8;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly object _gate = new();
    private readonly WriteTransaction<TTables> _transaction;
    private List<PendingWrite<TTables>> _waiting = [];
    private List<PendingWrite<TTables>> _group = [];
    private Task? _thread;
    private TaskCompletionSource? _closed;
    private bool _isWriting;
    private bool _isThreadsTurn;
    private int _enough = 1;

    /// <param name="tables">Its statements, on a connection of its own.</param>
    /// <param name="explain">Puts what SQLite says into words that say what to do.</param>
    public GroupWriter(TTables tables, Func<Exception, Exception> explain) => _transaction = new(tables, explain);

    /// <summary>Makes a write.</summary>
    /// <param name="change">Makes the change; what it throws is thrown to the caller, and leaves no trace in the database.</param>
    public Task<T> WriteAsync<T>(Func<TTables, T> change)
    {
        var write = new WriteOf<TTables, T>(change);
        Enqueue(write);
        return write.Done;
    }

    /// <summary>Makes a write that tells by itself who waits for it.</summary>
    public void Enqueue(PendingWrite<TTables> write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, this);
            _waiting.Add(write);
            if (_isWriting)
            {
                if (_waiting.Count >= _enough)
                    Monitor.Pulse(_gate);
                return;
            }

            _isWriting = true;
            if (_enough > 1)
            {
                Wake();
                return;
            }
        }

        var hasBegun = _transaction.TryBegin();
        if (hasBegun)
            Write(hasBegun);
        lock (_gate)
        {
            if (_waiting.Count > 0)
                Wake();
            else
                Rest();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task closed;
        lock (_gate)
        {
            _closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            closed = _closed.Task;
            if (!_isWriting)
                Rest();
        }

        await closed;
        if (_thread is { } thread)
            await thread;
        _transaction.Dispose();
    }

    private void Wake()
    {
        _isThreadsTurn = true;
        _thread ??= Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Monitor.PulseAll(_gate);
    }

    private void Rest()
    {
        _isWriting = false;
        _isThreadsTurn = false;
        if (_closed is null)
            return;
        _closed.TrySetResult();
        Monitor.PulseAll(_gate);
    }

    private void Loop()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_isThreadsTurn)
                {
                    if (_closed is { Task.IsCompleted: true })
                        return;
                    Monitor.Wait(_gate);
                }

                if (_waiting.Count < _enough && _closed is null)
                    Monitor.Wait(_gate, Moment);
                if (_waiting.Count == 0)
                {
                    _enough = 1;
                    Rest();
                    continue;
                }
            }

            Write(hasBegun: false);
        }
    }

    private void Write(bool hasBegun)
    {
        _transaction.Write(Take, hasBegun);
        lock (_gate)
            _enough = _transaction.LastCount >= BusyGroup ? _transaction.LastCount / 2 : 1;
    }

    /// <summary>What waits now; null when there is nothing, or the group is large enough.</summary>
    private List<PendingWrite<TTables>>? Take(int taken)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 || taken >= LargestGroup)
                return null;
            (_waiting, _group) = (_group, _waiting);
            _waiting.Clear();
            return _group;
        }
    }
}
