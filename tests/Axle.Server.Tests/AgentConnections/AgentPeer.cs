using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Tests.AgentConnections;

/// <summary>A process of an agent as far as its socket: says what a test has it say, word by word.</summary>
internal sealed class AgentPeer : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _saying = new(1);
    private readonly CancellationTokenSource _ending = new();
    private Task _beating = Task.CompletedTask;
    private readonly byte[] _buffer = new byte[256 * 1024];

    /// <summary>What the server answered to the registration.</summary>
    public JsonElement Welcome { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A registration of one process.</summary>
    public static Dictionary<string, object?> Registration(string process, params string[] tasks) => new()
    {
        ["type"] = "register",
        ["agent"] = "translator",
        ["name"] = "Translator",
        ["version"] = "2.1",
        ["description"] = "Translates texts.",
        ["capabilities"] = new object[]
        {
            new
            {
                name = "translate",
                description = "Translates a text.",
                inputs = new { type = "object", properties = new { text = new { type = "string" } }, required = new[] { "text" } },
                output = new { type = "object", properties = new { text = new { type = "string" } }, required = new[] { "text" } },
            },
            new { name = "publish", world = true },
        },
        ["places"] = 2,
        ["process"] = process.PadRight(20, '0'),
        ["tasks"] = tasks,
    };

    public static async Task<AgentPeer> ConnectAsync(Uri url, string token, object registration)
    {
        var peer = new AgentPeer();
        peer._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await peer._socket.ConnectAsync(url, Stop);
        await peer.SayAsync(registration);
        peer.Welcome = (await peer.HearAsync())!.Value;
        return peer;
    }

    public Task SayAsync(object message) => SayAsync(JsonSerializer.SerializeToUtf8Bytes(message));

    /// <summary>Says what no serializer writes.</summary>
    public Task SayAsync(string json) => SayAsync(Encoding.UTF8.GetBytes(json));

    private async Task SayAsync(byte[] message)
    {
        await _saying.WaitAsync(Stop);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, Stop);
        }
        finally
        {
            _saying.Release();
        }
    }

    /// <summary>Sends heartbeats from now on.</summary>
    public void KeepAlive() => _beating = BeatAsync();

    /// <summary>The next message; null when the server has closed the socket.</summary>
    public async Task<JsonElement?> HearAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        for (var length = 0; ;)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return JsonElement.Parse(_buffer.AsSpan(0, length).ToArray());
        }
    }

    /// <summary>The next message, which has to be of a kind.</summary>
    public async Task<JsonElement> HearAsync(string type)
    {
        JsonElement message;
        do
            message = await HearAsync() ?? throw new InvalidOperationException($"The server closed the socket: {ClosedBecause}");
        while (type != "heartbeat" && message.GetProperty("type").GetString() == "heartbeat");
        message.GetProperty("type").GetString().ShouldBe(type, message.ToString());
        return message;
    }

    /// <summary>The id of the next task.</summary>
    public async Task<string> TaskAsync() => (await HearAsync("task")).GetProperty("task").GetString()!;

    /// <summary>Says the result of a task, and waits until the server has it.</summary>
    public async Task AnswerAsync(string task, long seq, string text)
    {
        await SayAsync(new { type = "result", task, seq, output = new { text } });
        (await HearAsync("ack")).GetProperty("seq").GetInt64().ShouldBe(seq);
    }

    /// <summary>Why the server closed the socket.</summary>
    public string? ClosedBecause => _socket.CloseStatusDescription;

    /// <summary>Breaks the connection, as a network does.</summary>
    public void Cut() => _socket.Abort();

    public void Dispose()
    {
        _ending.Cancel();
        _socket.Dispose();
        _saying.Dispose();
        _ending.Dispose();
    }

    private async Task BeatAsync()
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await ticks.WaitForNextTickAsync(_ending.Token))
                await SayAsync(new { type = "heartbeat" });
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
