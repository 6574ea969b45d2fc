namespace Axle.Storage.Sqlite.Database;

/// <summary>Puts a group of writes on disk in one transaction, and tells each how it went.</summary>
internal sealed class WriteTransaction<TTables>(TTables tables, Func<Exception, Exception> explain) : IDisposable
    where TTables : WriterTables
{
    private readonly Statement _begin = new(tables.Link, "BEGIN IMMEDIATE");
    private readonly Statement _commit = new(tables.Link, "COMMIT");
    private readonly Statement _rollback = new(tables.Link, "ROLLBACK");
    private readonly List<PendingWrite<TTables>> _writes = [];

    /// <summary>Writes in the last transaction.</summary>
    public int LastCount { get; private set; }

    /// <summary>Begins if that is possible without waiting.</summary>
    public bool TryBegin()
    {
        try
        {
            tables.Link.WaitFor(TimeSpan.Zero);
            _begin.Run();
            return true;
        }
        catch (SqliteFault)
        {
            // The one who tries again with patience tells why not.
            return false;
        }
        finally
        {
            tables.Link.WaitFor(tables.Link.Patience);
        }
    }

    /// <summary>Writes what there is.</summary>
    /// <param name="take">Given how many were taken, takes more; null when there are no more for this transaction.</param>
    /// <param name="hasBegun">Whether <see cref="TryBegin"/> has begun.</param>
    public void Write(Func<int, List<PendingWrite<TTables>>?> take, bool hasBegun)
    {
        _writes.Clear();
        var fault = Commit(take, hasBegun);
        LastCount = _writes.Count;
        // One of them spoils the group: alone, only the guilty one fails. A busy database spoils all, and none waits for it again.
        if (fault is null || _writes.Count == 1 || fault is SqliteFault { Code: SqliteCode.Busy })
            End(_writes, fault);
        else
            WriteEach();
        _writes.Clear();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        tables.Dispose();
        tables.Link.Dispose();
    }

    private void WriteEach()
    {
        Exception? busy = null;
        foreach (var write in _writes.ToArray())
        {
            List<PendingWrite<TTables>> alone = [write];
            _writes.Clear();
            var fault = busy ?? Commit(taken => taken == 0 ? alone : null, hasBegun: false);
            busy = fault is SqliteFault { Code: SqliteCode.Busy } ? fault : null;
            End(alone, fault);
        }
    }

    private void End(List<PendingWrite<TTables>> writes, Exception? fault)
    {
        foreach (var write in writes)
        {
            if (write.Refusal is { } refusal)
                write.Fail(refusal);
            else if (fault is null)
                write.Complete();
            else
                write.Fail(fault is SqliteFault ? explain(fault) : fault);
        }
    }

    /// <summary>Puts all or none of the writes on disk.</summary>
    /// <returns>What kept them from it; null when they are on disk.</returns>
    private Exception? Commit(Func<int, List<PendingWrite<TTables>>?> take, bool hasBegun)
    {
        try
        {
            // What waits is taken before the transaction begins, so that somebody is told when it cannot begin.
            var applied = 0;
            Take(take);
            if (!hasBegun)
                _begin.Run();
            tables.Began();
            while (applied < _writes.Count)
            {
                for (; applied < _writes.Count; applied++)
                    Apply(_writes[applied]);
                // What came meanwhile shares the flush.
                Take(take);
            }

            _commit.Run();
            return null;
        }
        catch (Exception exception)
        {
            Rollback();
            return exception;
        }
    }

    private void Take(Func<int, List<PendingWrite<TTables>>?> take)
    {
        if (take(_writes.Count) is { } more)
            _writes.AddRange(more);
    }

    private void Apply(PendingWrite<TTables> write)
    {
        var before = tables.Link.TotalChanges;
        write.Refusal = null;
        try
        {
            write.Apply(tables);
        }
        catch (Exception exception) when (exception is not SqliteFault && tables.Link.TotalChanges == before)
        {
            // It changed nothing, so the others need not begin again.
            write.Refusal = exception;
        }
    }

    private void Rollback()
    {
        tables.Undone();
        try
        {
            _rollback.Run();
        }
        catch (SqliteFault)
        {
            // A full disk or a busy database has ended the transaction already.
        }
    }
}
