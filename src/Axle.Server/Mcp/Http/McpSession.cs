using Axle.Server.Identity;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Http;

/// <summary>A client's session: of the revisions that have them.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly McpServer _server;
    private readonly Task _running;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TimeProvider _time;
    private long _usedAt;
    private int _open;
    private int _listening;

    /// <summary>Begins a session.</summary>
    public McpSession(string id, AccessKey? key, McpServerOptions options, TimeProvider time)
    {
        (Id, Key, _time, _usedAt) = (id, key, time, time.GetTimestamp());
        Transport = new StreamableHttpServerTransport { SessionId = id };
        _server = McpServer.Create(Transport, options);
        _running = _server.RunAsync(_stopping.Token);
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The key that it was begun with: nobody else may use it.</summary>
    public AccessKey? Key { get; }

    /// <summary>The way to its server.</summary>
    public StreamableHttpServerTransport Transport { get; }

    /// <summary>How long nobody has used it; zero while a request is open.</summary>
    public TimeSpan Idle => Volatile.Read(ref _open) > 0 ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _usedAt));

    /// <summary>Counts a request; ends with what is returned.</summary>
    public IDisposable Use()
    {
        Interlocked.Increment(ref _open);
        return new Using(this);
    }

    /// <summary>Whether the one stream of a session for messages without a request is free; it is taken then.</summary>
    public bool TryListen() => Interlocked.Exchange(ref _listening, 1) == 0;

    /// <summary>The stream is free again.</summary>
    public void StopListening() => Volatile.Write(ref _listening, 0);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Transport.DisposeAsync();
        await _server.DisposeAsync();
        await _running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _stopping.Dispose();
    }

    private sealed class Using(McpSession session) : IDisposable
    {
        public void Dispose()
        {
            Volatile.Write(ref session._usedAt, session._time.GetTimestamp());
            Interlocked.Decrement(ref session._open);
        }
    }
}
