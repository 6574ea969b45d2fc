using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Axle.Client.Agents;

/// <summary>One connection to the server: writes what is to be said, one message after the other, and reads what comes.</summary>
internal sealed class AgentConnection : IAsyncDisposable
{
    private const int PieceLength = 16 * 1024;
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);
    private readonly ClientWebSocket _socket;
    private readonly TimeProvider _time;
    private readonly Channel<byte[]> _unsent = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;
    private ITimer? _patience;
    private TimeSpan _longestSilence = Timeout.InfiniteTimeSpan;

    private AgentConnection(ClientWebSocket socket, TimeProvider time)
    {
        (_socket, _time) = (socket, time);
        _writing = WriteAsync();
    }

    /// <summary>Opens one.</summary>
    /// <exception cref="AxleClientException">The server refuses, for good.</exception>
    /// <exception cref="WebSocketException">It cannot be reached.</exception>
    public static async Task<AgentConnection> OpenAsync(RemoteAgentOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Authorization", $"Bearer {options.Token}");
            await socket.ConnectAsync(AddressOf(options.Server), cancellationToken);
            return new AgentConnection(socket, options.Time);
        }
        catch (WebSocketException) when ((int)socket.HttpStatusCode is >= 400 and < 500 and not (408 or 429))
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new AxleClientException(status, status is 401 or 403 ? "authentication" : "notFound", status switch
            {
                401 => $"{options.Server} does not know the key: it is wrong, revoked or expired. Use another.",
                403 => "The key does not allow this: it needs the permission agentsServe. Make another key with it.",
                _ => $"{options.Server} has no agents that connect (HTTP status {status}). Is it the address of 'ax serve'?",
            });
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Says something, after what was said before.</summary>
    public void Send(byte[] message) => _unsent.Writer.TryWrite(message);

    public void Send<T>(T message) => Send(JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web));

    /// <summary>A server from which nothing comes for so long is gone.</summary>
    public void Expect(TimeSpan longestSilence)
    {
        _longestSilence = longestSilence;
        _patience ??= _time.CreateTimer(_ => _socket.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _patience.Change(longestSilence, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next message; null when the server has closed the connection, which <see cref="Farewell"/> explains.</summary>
    public async Task<JsonElement?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var piece = new byte[PieceLength];
        while (true)
        {
            var received = await _socket.ReceiveAsync(piece.AsMemory(), cancellationToken);
            _patience?.Change(_longestSilence, Timeout.InfiniteTimeSpan);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(piece, 0, received.Count);
            if (received.EndOfMessage)
                return JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length));
        }
    }

    /// <summary>What the server said when it closed the connection.</summary>
    public string Farewell => _socket.CloseStatusDescription is { Length: > 0 } why ? why : "The server closed the connection.";

    public async ValueTask DisposeAsync()
    {
        _patience?.Dispose();
        _unsent.Writer.TryComplete();
        await _writing;
        _socket.Dispose();
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var message in _unsent.Reader.ReadAllAsync())
                await _socket.SendAsync(message, WebSocketMessageType.Text, true, CancellationToken.None);
            using var patience = new CancellationTokenSource(LongestGoodbye, _time);
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // Whoever reads finds out, too.
            _socket.Abort();
        }
    }

    private static Uri AddressOf(Uri server)
    {
        var address = new UriBuilder(new Uri(server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/"), "api/v1/agents/connect"));
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        return address.Uri;
    }
}
