using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Tests.Api;

/// <summary>A watcher.</summary>
internal sealed class LiveClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[256 * 1024];

    public static async Task<LiveClient> ConnectAsync(ApiServer api)
    {
        var client = new LiveClient();
        client._socket.Options.SetRequestHeader("Authorization", $"Bearer {ApiServer.Token}");
        await client._socket.ConnectAsync(api.Live, TestContext.Current.CancellationToken);
        return client;
    }

    public Task SayAsync(object message) => _socket.SendAsync(
        message is string text ? Encoding.UTF8.GetBytes(text) : JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true,
        TestContext.Current.CancellationToken);

    /// <summary>The next message.</summary>
    public async Task<JsonElement> HearAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken);
            received.MessageType.ShouldBe(WebSocketMessageType.Text);
            length += received.Count;
            if (received.EndOfMessage)
                return JsonElement.Parse(_buffer.AsSpan(0, length).ToArray());
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
