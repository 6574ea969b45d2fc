using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>
/// Reads the events of a stream. Text and thinking are passed on as they come; every other block when it is whole. Events and deltas of unknown kinds
/// are passed over.
/// </summary>
internal sealed class StreamReading(ProviderErrors errors)
{
    private readonly Dictionary<long, OpenBlock> _open = [];
    private UsageReading _usage = new();
    private string? _id, _model;

    /// <summary>The updates of one event.</summary>
    /// <exception cref="AxleException">The event says that the answer failed.</exception>
    public IEnumerable<ChatResponseUpdate> Read(JsonElement happened)
    {
        var index = happened.Count("index") ?? 0;
        switch (happened.Text("type"))
        {
            case "message":
                return MessageReading.Read(happened).ToChatResponseUpdates();
            case "message_start":
                return Start(happened.Field("message"));
            case "content_block_start":
                var block = new OpenBlock(happened.Field("content_block"));
                _open[index] = block;
                return Updates(block.Begin());
            case "content_block_delta":
                return _open.TryGetValue(index, out var growing) ? Grow(growing, happened.Field("delta")) : [];
            case "content_block_stop":
                return _open.Remove(index, out var whole) ? Updates(whole.End()) : [];
            case "message_delta":
                _usage.Take(happened.Field("usage"));
                return Finish(happened.Field("delta").Text("stop_reason"));
            case "message_stop":
                return End();
            case "error":
                throw errors.FromWire(WireFault.Read(0, headers: null, happened.GetRawText(), default));
            default:
                return [Update([], null)];
        }
    }

    /// <summary>What is left when the stream ends: blocks that nobody closed, and the usage.</summary>
    public IEnumerable<ChatResponseUpdate> End()
    {
        var left = _open.Values.SelectMany(b => b.End()).ToList();
        _open.Clear();
        if (_usage.ToDetails() is { } usage)
            left.Add(new UsageContent(usage));
        _usage = new UsageReading();
        return Updates(left);
    }

    // A stream may begin with contents and a reason, and after a proxy's repair it may begin twice; it stays one answer.
    private IEnumerable<ChatResponseUpdate> Start(JsonElement message)
    {
        _id ??= message.Text("id");
        _model ??= message.Text("model");
        _usage.Take(message.Field("usage"));
        return [.. Updates(message.Items("content").Select(Blocks.Read)), .. Finish(message.Text("stop_reason"))];
    }

    // A piece that cannot be passed on yet is told as an update of nothing: the stream is alive.
    private IEnumerable<ChatResponseUpdate> Grow(OpenBlock block, JsonElement delta) => [Update([.. block.Grow(delta)], null)];

    private IEnumerable<ChatResponseUpdate> Finish(string? reason)
    {
        if (StopReasons.Read(reason) is { } finish)
            yield return Update([], finish);
    }

    private IEnumerable<ChatResponseUpdate> Updates(IEnumerable<AIContent> contents)
    {
        foreach (var content in contents)
            yield return Update([content], null);
    }

    private ChatResponseUpdate Update(IList<AIContent> contents, ChatFinishReason? finish) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
        FinishReason = finish,
    };
}
