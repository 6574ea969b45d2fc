using Npgsql;

namespace Axle.Storage.Postgres.Database;

/// <summary>The database: opens connections, and tries again what a lost connection kept from happening.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);
    private readonly NpgsqlDataSource _pool;
    private readonly string _direct;
    private readonly TimeProvider _time;

    /// <param name="options">Where it is.</param>
    /// <param name="session">Name of this process among the sessions of the server; unique.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isTransfer">Whether it is opened to be filled from another store.</param>
    /// <exception cref="AxleException">It cannot be reached, was written by a newer Axle, or is being filled.</exception>
    public PostgresDatabase(PostgresOptions options, string session, TimeProvider time, bool isTransfer = false)
    {
        var settings = PostgresAddress.Parse(options.Address);
        Place = PostgresAddress.Named(settings);
        settings.ApplicationName = session;
        // Each lane of the writer keeps one for good.
        settings.MaxPoolSize = options.LargestPool + options.Writers;
        // Statements are prepared when they come for the second time: the planner and the parser are most of what a small one costs.
        settings.MaxAutoPrepare = 100;
        settings.AutoPrepareMinUsages = 2;
        settings.Enlist = false;
        if (!settings.ContainsKey("Keepalive"))
            settings.KeepAlive = 10;
        LongestWait = options.Patience;
        _time = time;
        _pool = NpgsqlDataSource.Create(settings);
        _direct = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString;
        try
        {
            using var connection = _pool.OpenConnection();
            PostgresSchema.Update(connection, Place, isTransfer);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            _pool.Dispose();
            throw PostgresFaults.Explained(exception, Place);
        }
    }

    /// <summary>The database as people know it, without its password.</summary>
    public string Place { get; }

    /// <summary>How long is waited for a database that cannot be reached.</summary>
    public TimeSpan LongestWait { get; }

    public TimeProvider Time => _time;

    /// <summary>A connection of its own, outside the pool, not open yet.</summary>
    public NpgsqlConnection Unpooled() => new(_direct);

    /// <summary>Opens a connection of the pool.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken) => _pool.OpenConnectionAsync(cancellationToken);

    /// <summary>
    /// Does something on a connection. When the connection is lost it is done again from the beginning, so it must be such that twice is as good as
    /// once.
    /// </summary>
    /// <exception cref="AxleException">The database refuses it, or could not be reached for <see cref="LongestWait"/>.</exception>
    public ValueTask<T> DoAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken) =>
        DoAsync(act, few: null, cancellationToken);

    /// <summary>Does something of which only a few may hold a connection at a time.</summary>
    /// <inheritdoc cref="DoAsync{T}(Func{NpgsqlConnection, CancellationToken, ValueTask{T}}, CancellationToken)"/>
    public async ValueTask<T> DoAsync<T>(
        Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, SemaphoreSlim? few, CancellationToken cancellationToken)
    {
        var patience = new Patience(this);
        while (true)
        {
            try
            {
                if (few is null)
                    return await DoOnceMoreAsync(act, cancellationToken);
                if (!await few.WaitAsync(patience.Left, cancellationToken))
                    throw new TimeoutException("Those who asked before have not been answered.");
                try
                {
                    return await DoOnceMoreAsync(act, cancellationToken);
                }
                finally
                {
                    few.Release();
                }
            }
            catch (Exception exception) when (IsForAgain(exception) && patience.Lasts)
            {
                await RestAsync(cancellationToken);
            }
            catch (Exception exception) when (IsToBeExplained(exception))
            {
                throw Explained(exception);
            }
        }
    }

    /// <summary>Reads something where nothing can be awaited. When the connection is lost it is read again, once.</summary>
    /// <exception cref="AxleException">The database refuses it, or cannot be reached.</exception>
    public T Do<T>(Func<NpgsqlConnection, T> act)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                using var connection = _pool.OpenConnection();
                return act(connection);
            }
            catch (Exception exception) when (IsForAgain(exception) && isFirst)
            {
                // One of the pool may have been lost long ago.
            }
            catch (Exception exception) when (IsToBeExplained(exception))
            {
                throw Explained(exception);
            }
        }
    }

    /// <summary>Does something on a connection, and never twice. A connection to do it on is waited for.</summary>
    /// <exception cref="AxleException">
    /// The database refuses it, could not be reached, or was lost meanwhile: then it is not known whether it was done.
    /// </exception>
    public async ValueTask<T> DoOnceAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        await using var connection = await OpenLivingAsync(cancellationToken);
        try
        {
            return await act(connection, cancellationToken);
        }
        catch (Exception exception) when (IsToBeExplained(exception))
        {
            throw Explained(exception);
        }
    }

    /// <summary>Waits a moment before something is tried again.</summary>
    public Task RestAsync(CancellationToken cancellationToken) => Task.Delay(AgainAfter, _time, cancellationToken);

    /// <summary>Puts what PostgreSQL says into words that say what to do.</summary>
    public Exception Explained(Exception exception) => PostgresFaults.Explained(exception, Place);

    public ValueTask DisposeAsync() => _pool.DisposeAsync();

    private async ValueTask<T> DoOnceMoreAsync<T>(Func<NpgsqlConnection, CancellationToken, ValueTask<T>> act, CancellationToken cancellationToken)
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        return await act(connection, cancellationToken);
    }

    /// <summary>A connection that was asked for a sign of life: one of the pool may have been lost long ago.</summary>
    private async ValueTask<NpgsqlConnection> OpenLivingAsync(CancellationToken cancellationToken)
    {
        var patience = new Patience(this);
        while (true)
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = await _pool.OpenConnectionAsync(cancellationToken);
                await using var asking = connection.Command("SELECT 1");
                await asking.ExecuteNonQueryAsync(cancellationToken);
                return connection;
            }
            catch (Exception exception)
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                if (!PostgresFaults.IsOutage(exception) || !patience.Lasts)
                    throw Explained(exception);
                await RestAsync(cancellationToken);
            }
        }
    }

    private static bool IsForAgain(Exception exception) => PostgresFaults.IsOutage(exception) || PostgresFaults.IsCollision(exception);

    private static bool IsToBeExplained(Exception exception) =>
        exception is NpgsqlException and not PostgresException { SqlState: PostgresFaults.Buried } or IOException or TimeoutException;
}
