using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Axle.Storage.Sqlite.Database;

/// <summary>
/// The one writer of a process: takes all writes that wait, and puts them into one transaction, so that they share one flush to disk.
/// The busier it is, the cheaper a write becomes. A write completes when it is on disk.
/// </summary>
/// <typeparam name="TTables">The statements that writes use, prepared once for the writer's connection.</typeparam>
internal sealed class GroupWriter<TTables> : IAsyncDisposable
    where TTables : IDisposable
{
    private readonly Channel<Write> _waiting = Channel.CreateUnbounded<Write>(new() { SingleReader = true });
    private readonly SqliteConnection _connection;
    private readonly TTables _tables;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Func<Exception, Exception> _explain;
    private readonly Task _loop;

    /// <summary>Starts the writer.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="tables">Its statements.</param>
    /// <param name="explain">Puts what SQLite says into words that say what to do.</param>
    public GroupWriter(SqliteConnection connection, TTables tables, Func<Exception, Exception> explain)
    {
        _explain = explain;
        _connection = connection;
        _tables = tables;
        // Statements, not transaction objects: those would have to be set on every prepared statement anew.
        _begin = new Statement(connection, "BEGIN IMMEDIATE", 0);
        _commit = new Statement(connection, "COMMIT", 0);
        _rollback = new Statement(connection, "ROLLBACK", 0);
        // A thread of its own: a flush blocks, and pool threads are for work that does not.
        _loop = Task.Factory.StartNew(Loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Queues a write.</summary>
    /// <param name="change">Makes the change; what it throws is thrown to the caller, and leaves no trace in the database.</param>
    public Task<T> WriteAsync<T>(Func<TTables, T> change)
    {
        var write = new Write<T>(change);
        if (!_waiting.Writer.TryWrite(write))
            throw new ObjectDisposedException(nameof(GroupWriter<>), "The store is closed.");
        return write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        _tables.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        await _connection.DisposeAsync();
    }

    private void Loop()
    {
        var group = new List<Write>();
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (_waiting.Reader.TryRead(out var write))
                group.Add(write);
            // One of them spoils the group: alone, only the guilty one fails. A busy database spoils all, and none waits for it again.
            var exception = Commit(group);
            if (exception is not (null or SqliteException { SqliteErrorCode: SqliteCode.Busy }) && group.Count > 1)
                group.ForEach(write => End([write], Commit([write])));
            else
                End(group, exception);
        }
    }

    private void End(List<Write> writes, Exception? exception)
    {
        foreach (var write in writes)
        {
            if (exception is null)
                write.Complete();
            else
                write.Fail(exception is SqliteException ? _explain(exception) : exception);
        }
    }

    /// <summary>Puts all or none of the writes on disk.</summary>
    /// <returns>What kept them from it; null when they are on disk.</returns>
    private Exception? Commit(List<Write> writes)
    {
        try
        {
            _begin.Run();
            foreach (var write in writes)
                write.Apply(_tables);
            _commit.Run();
            return null;
        }
        catch (Exception exception)
        {
            Rollback();
            return exception;
        }
    }

    private void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // A full disk or a busy database has ended the transaction already.
        }
    }

    private abstract class Write
    {
        public abstract void Apply(TTables tables);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Write<T>(Func<TTables, T> change) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;

        public Task<T> Done => _done.Task;

        public override void Apply(TTables tables) => _result = change(tables);

        public override void Complete() => _done.TrySetResult(_result);

        public override void Fail(Exception exception) => _done.TrySetException(exception);
    }
}
