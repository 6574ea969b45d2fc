using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Axle.Bench.Server;

/// <summary>Watchers of one run, and how long after its decision an event is with each.</summary>
/// <param name="served">What is watched.</param>
internal sealed class Watching(Served served)
{
    private readonly ConcurrentBag<double> _times = [];
    private int _ready;
    private int _heard;

    public async Task MeasureAsync(int watchers, int changes)
    {
        var id = await StartAsync();
        var sockets = await ConnectAsync(watchers, $$"""{"type":"subscribe","id":"w","topic":"run","run":"{{id}}"}""");
        for (var change = 0; change < changes; change++)
        {
            await served.Client.PostAsJsonAsync($"runs/{id}/{(change % 2 == 0 ? "pause" : "resume")}", new { });
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        await WaitAsync(() => _times.Count >= watchers * changes);
        Percentiles.Tell($"{watchers} watchers", [.. _times]);
        sockets.ForEach(static s => s.Dispose());
    }

    public async Task CountAsync(int watchers)
    {
        var sockets = await ConnectAsync(watchers, """{"type":"subscribe","id":"w","topic":"runs"}""");
        var began = Stopwatch.GetTimestamp();
        await StartAsync();
        await WaitAsync(() => Volatile.Read(ref _heard) >= watchers);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Console.WriteLine($"{sockets.Count(static s => s.State == WebSocketState.Open)} watchers alive; one change was with {_heard} of them after {took:0} ms");
        sockets.ForEach(static s => s.Dispose());
    }

    private async Task<List<ClientWebSocket>> ConnectAsync(int watchers, string subscribe)
    {
        var sockets = new List<ClientWebSocket>();
        for (var i = 0; i < watchers; i++)
        {
            var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Authorization", $"Bearer {Served.Token}");
            await socket.ConnectAsync(served.Live, CancellationToken.None);
            await socket.SendAsync(Encoding.UTF8.GetBytes(subscribe), WebSocketMessageType.Text, true, CancellationToken.None);
            sockets.Add(socket);
            _ = HearAsync(socket);
        }

        await WaitAsync(() => Volatile.Read(ref _ready) >= watchers);
        return sockets;
    }

    private async Task HearAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var isReady = false;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                var now = TimeProvider.System.GetUtcNow();
                using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                switch (message.RootElement.GetProperty("type").GetString())
                {
                    case "ready":
                        isReady = true;
                        Interlocked.Increment(ref _ready);
                        break;
                    case "event" when isReady:
                        Interlocked.Increment(ref _heard);
                        if (message.RootElement.GetProperty("event").TryGetProperty("at", out var at))
                            _times.Add((now - at.GetDateTimeOffset()).TotalMilliseconds);
                        break;
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It was enough.
        }
    }

    private async Task<string> StartAsync()
    {
        using var answer = await served.Client.PostAsJsonAsync("runs", new { workflow = "waiting" });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task WaitAsync(Func<bool> isSo)
    {
        for (var began = Stopwatch.GetTimestamp(); !isSo() && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30);)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
    }
}
