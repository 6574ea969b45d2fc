using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Tests.Api;

/// <summary>A watcher.</summary>
internal sealed class LiveClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static Task<LiveClient> ConnectAsync(ApiServer api) =>
        ConnectAsync(api.Live, api.Client.DefaultRequestHeaders.Authorization!.ToString());

    public static async Task<LiveClient> ConnectAsync(Uri live, string authorization = $"Bearer {ApiServer.Token}")
    {
        var client = new LiveClient();
        client._socket.Options.SetRequestHeader("Authorization", authorization);
        await client._socket.ConnectAsync(live, TestContext.Current.CancellationToken);
        return client;
    }

    public Task SayAsync(object message) => _socket.SendAsync(
        message is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true,
        TestContext.Current.CancellationToken);

    /// <summary>The next message that is no ping.</summary>
    public async Task<JsonElement> HearAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        for (var length = 0; ;)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += received.Count;
            if (!received.EndOfMessage)
                continue;
            var message = JsonElement.Parse(_buffer.AsSpan(0, length).ToArray());
            if (message.GetProperty("type").GetString() != "ping")
                return message;
            length = 0;
        }
    }

    /// <summary>The next message of a kind; others are passed over.</summary>
    public async Task<JsonElement> HearAsync(string type)
    {
        while (true)
        {
            var message = await HearAsync();
            if (message.GetProperty("type").GetString() == type)
                return message;
        }
    }

    public void Dispose() => _socket.Dispose();
}
