using System.Collections.Concurrent;

namespace Axle.Storage.Sqlite.Database;

/// <summary>Connections for reading, kept with their prepared statements for whoever reads next.</summary>
/// <typeparam name="TTables">The statements that readers use.</typeparam>
/// <param name="open">Opens one more.</param>
/// <param name="explain">Puts what SQLite says into words that say what to do.</param>
internal sealed class SqliteReaders<TTables>(Func<TTables> open, Func<Exception, Exception> explain) : IDisposable
    where TTables : IDisposable
{
    private const int Kept = 4;
    private readonly ConcurrentBag<TTables> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads on a connection that nobody else uses meanwhile.</summary>
    public T Read<T>(Func<TTables, T> read)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        try
        {
            var tables = _idle.TryTake(out var kept) ? kept : open();
            try
            {
                return read(tables);
            }
            finally
            {
                Return(tables);
            }
        }
        catch (SqliteFault fault)
        {
            throw explain(fault);
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out var tables))
            tables.Dispose();
    }

    private void Return(TTables tables)
    {
        if (_idle.Count < Kept && !_isClosed)
            _idle.Add(tables);
        else
            tables.Dispose();
        if (_isClosed)
            Dispose();
    }
}
