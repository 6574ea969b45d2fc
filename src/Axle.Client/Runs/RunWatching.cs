using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Client.Http;

namespace Axle.Client.Runs;

/// <summary>Watches runs on the live socket, over as many connections as it takes.</summary>
internal sealed class RunWatching(Uri api, AxleClientOptions options)
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = ApiDoor.Json.MaxDepth };
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    // The server says something every 20 seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    public async IAsyncEnumerable<RunEvent> WatchAsync(string run, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            using var socket = await ConnectAsync(run, after, cancellationToken);
            while (socket is not null && await ReceiveAsync(socket, cancellationToken) is { } message)
            {
                if (message.GetProperty("type").GetString() != "event")
                    continue;
                pause = FirstPause;
                var happened = message.GetProperty("event").Deserialize<RunEvent>(ApiDoor.Json)!;
                after = happened.Seq;
                yield return happened;
                if (happened.IsEnd())
                    yield break;
            }

            await Task.Delay(pause, options.Time, cancellationToken);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }
    }

    private async Task<ClientWebSocket?> ConnectAsync(string run, long after, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Authorization", $"Bearer {options.Token}");
            var address = new UriBuilder(new Uri(api, "live")) { Scheme = api.Scheme == "https" ? "wss" : "ws" };
            await socket.ConnectAsync(address.Uri, cancellationToken);
            var subscribe = JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", id = "1", topic = "run", run, after });
            await socket.SendAsync(subscribe, WebSocketMessageType.Text, true, cancellationToken);
            return socket;
        }
        catch (Exception fault) when (fault is WebSocketException or IOException)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            return status is >= 400 and < 500 and not (408 or 429)
                ? throw new AxleClientException(status, "refused", status == 401
                    ? $"{options.Server} does not know the key: it is wrong, revoked or expired. Use another."
                    : $"{options.Server} does not let this key watch (HTTP status {status}): it needs the permission runsRead.")
                : null;
        }
    }

    private async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var piece = new byte[16 * 1024];
        try
        {
            while (true)
            {
                using var patience = new CancellationTokenSource(LongestSilence, options.Time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
                var received = await socket.ReceiveAsync(piece.AsMemory(), either.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    return null;
                message.Write(piece, 0, received.Count);
                if (received.EndOfMessage)
                    break;
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var read = JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length), Reading);
        if (read.GetProperty("type").GetString() != "problem")
            return read;
        var problem = read.GetProperty("problem");
        var status = problem.GetProperty("status").GetInt32();
        // What passes by itself is no reason to give up.
        if (status is 429 or >= 500)
            return null;
        throw new AxleClientException(
            status, problem.GetProperty("code").GetString()!, problem.GetProperty("detail").GetString()!);
    }
}
