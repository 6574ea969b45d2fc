using System.Buffers;
using System.Net.WebSockets;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;

namespace Axle.Server.Live;

/// <summary>One client's socket: reads what it asks for, and writes what its subscriptions bring, one message after the other.</summary>
/// <param name="socket">The socket.</param>
/// <param name="who">Who it is.</param>
/// <param name="topics">What there is to watch.</param>
/// <param name="time">The clock.</param>
/// <param name="access">Whether it may still watch; null when nobody takes that away.</param>
internal sealed class LiveSocket(WebSocket socket, Principal who, LiveTopics topics, TimeProvider time, StandingAccess? access) : IDisposable
{
    private const int LargestMessage = 64 * 1024;
    private const int MostSubscriptions = 64;
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestSend = TimeSpan.FromSeconds(30);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Pump)> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>Who it is.</summary>
    public Principal Who => who;

    /// <summary>Serves the client until it goes, or the server stops.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pinging = PingAsync(ending.Token);
        try
        {
            await ReceiveAsync(ending.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The client went away, or the server stops.
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll([pinging, .. _subscriptions.Values.Select(static s => s.Pump)]);
            foreach (var (subscription, _) in _subscriptions.Values)
                subscription.Dispose();
        }

        await CloseAsync(stop.IsCancellationRequested);
    }

    /// <summary>Writes a message, after those before it. A client that takes none for long is let go of.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        await _sending.WaitAsync(stop);
        try
        {
            var sending = socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully)
                await sending.AsTask().WaitAsync(LongestSend, time, stop);
        }
        catch (TimeoutException)
        {
            socket.Abort();
            throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely, "The client reads nothing.");
        }
        finally
        {
            _sending.Release();
        }
    }

    public void Dispose() => _sending.Dispose();

    private async Task ReceiveAsync(CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestMessage);
        try
        {
            for (var length = 0; ;)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length, LargestMessage - length), stop);
                if (received.MessageType == WebSocketMessageType.Close)
                    return;
                length += received.Count;
                if (received.EndOfMessage)
                {
                    await HearAsync(buffer.AsMemory(0, length), stop);
                    length = 0;
                }
                else if (length == LargestMessage)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, $"Messages have at most {LargestMessage} bytes.", stop);
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task HearAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        LiveRequest? request = null;
        try
        {
            request = LiveRequest.Read(message.Span);
            switch (request.Type)
            {
                case "subscribe":
                    Subscribe(request, await topics.FindAsync(request, who, stop), stop);
                    break;
                case "unsubscribe":
                    await UnsubscribeAsync(request.Id ?? "");
                    break;
                case "pong":
                    break;
                default:
                    throw new AxleException(ErrorKind.Validation, "'type' is one of subscribe, unsubscribe, pong.");
            }
        }
        catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
        {
            await SendAsync(LiveMessages.Problem(request?.Id, problem), stop);
        }
    }

    private void Subscribe(LiveRequest request, LiveTopic topic, CancellationToken stop)
    {
        var id = request.Id ?? throw new AxleException(ErrorKind.Validation, "A subscription has an 'id', by which its messages are known.");
        if (_subscriptions.Count >= MostSubscriptions)
            throw new AxleException(ErrorKind.Validation, $"A socket has at most {MostSubscriptions} subscriptions. End one first, or open another socket.");
        if (_subscriptions.ContainsKey(id))
            throw new AxleException(ErrorKind.Validation, $"There is a subscription '{id}' already. End it first, or take another id.");
        var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _subscriptions.Add(id, (ending, PumpAsync(id, topic, ending.Token)));
    }

    private async Task UnsubscribeAsync(string id)
    {
        if (!_subscriptions.Remove(id, out var subscription))
            return;
        await subscription.Stop.CancelAsync();
        await subscription.Pump;
        subscription.Stop.Dispose();
    }

    private async Task PumpAsync(string id, LiveTopic topic, CancellationToken stop)
    {
        // Not on the thread that receives: what a subscription brings at once may be much.
        await Task.Yield();
        try
        {
            try
            {
                await topic(id, this, stop);
            }
            catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
            {
                await SendAsync(LiveMessages.Problem(id, problem), stop);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The subscription ended, or the client went away.
        }
#pragma warning disable CA1031 // A subscription that ends silently looks like one to which nothing happens: the client connects again, and asks again.
        catch (Exception)
        {
            socket.Abort();
        }
#pragma warning restore CA1031
    }

    private async Task PingAsync(CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(PingEvery, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stop))
            {
                if (access is not null && !await access.StandsAsync())
                {
                    socket.Abort();
                    return;
                }

                await SendAsync(LiveMessages.Ping, stop);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
#pragma warning disable CA1031 // When it cannot be told whether the client may still watch, it may not.
        catch (Exception)
        {
            socket.Abort();
        }
#pragma warning restore CA1031
    }

    private async Task CloseAsync(bool stopping)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await socket.CloseOutputAsync(
                stopping ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.NormalClosure, stopping ? "The server stops." : null, patience.Token);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed already.
        }
    }
}

/// <summary>Brings a subscription what it is about, until it is stopped.</summary>
/// <param name="id">The client's name for the subscription.</param>
/// <param name="socket">Where to write.</param>
/// <param name="stop">Ends it.</param>
internal delegate Task LiveTopic(string id, LiveSocket socket, CancellationToken stop);
