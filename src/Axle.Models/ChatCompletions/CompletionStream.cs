using System.Text;
using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>
/// Reads a stream's events. Tool calls come in pieces keyed by index; only the first piece names id and function. Usage may come with every
/// event, and counts up: only the last one holds.
/// </summary>
internal sealed class CompletionStream
{
    private const int MostCalls = 256;
    private readonly List<Piece> _calls = [];
    private string? _id;
    private string? _model;
    private UsageDetails? _usage;
    private AdditionalPropertiesDictionary? _tier;
    private bool _refused;

    /// <summary>Reads one event; null when it says nothing new.</summary>
    public ChatResponseUpdate? Read(JsonElement root)
    {
        _id ??= root.Text("id") is { Length: > 0 } id ? id : null;
        _model ??= root.Text("model") is { Length: > 0 } model ? model : null;
        _usage = OpenAiUsage.Read(CompletionReading.UsageOf(root)) ?? _usage;
        _tier ??= CompletionReading.Tier(root);
        var choice = CompletionReading.Choice(root);
        var delta = choice.Field("delta") is { ValueKind: JsonValueKind.Object } piece ? piece : choice.Field("message");
        var reason = CompletionReading.Reason(choice.Text("finish_reason"));
        _refused |= MessageParts.IsRefused(delta);

        var contents = new List<AIContent>(1);
        MessageParts.AddThoughts(contents, delta);
        MessageParts.AddContent(contents, delta);
        foreach (var call in delta.Items("tool_calls"))
            Collect(call, call.Field("function"), call.Field("custom"));
        if (delta.Field("function_call") is { ValueKind: JsonValueKind.Object } old)
            Collect(default, old, default);
        return contents.Count == 0 && reason is null ? null : Update(contents, _refused && reason is not null ? ChatFinishReason.ContentFilter : reason);
    }

    /// <summary>The tool calls, whole at last, and the usage; an empty update when there were none.</summary>
    public ChatResponseUpdate Finish()
    {
        var contents = new List<AIContent>(_calls.Count + 1);
        foreach (var call in _calls)
            contents.Add(call.ToContent(_id));
        if (_usage is not null)
            contents.Add(new UsageContent(_usage));
        var update = Update(contents, reason: null);
        update.AdditionalProperties = _tier;
        return update;
    }

    private ChatResponseUpdate Update(List<AIContent> contents, ChatFinishReason? reason) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
        FinishReason = reason,
    };

    private void Collect(JsonElement call, JsonElement function, JsonElement custom)
    {
        var index = call.Count("index");
        var id = call.Text("id") is { Length: > 0 } given ? given : null;
        var name = function.Text("name") ?? custom.Text("name");
        var known = _calls.FindLast(c => index is null ? id is null || c.Id == id : c.Index == index);
        // Some servers give every call the same index; a new id with a name begins a new call.
        if (known is null || (id is not null && known.Id is not null && known.Id != id && name is { Length: > 0 }))
        {
            if (_calls.Count == MostCalls)
                throw new FormatException($"The stream holds more than {MostCalls} tool calls.");
            known = new Piece(_calls.Count, index, custom.ValueKind == JsonValueKind.Object);
            _calls.Add(known);
        }

        known.Id ??= id;
        if (known.Name.Length == 0)
            known.Name = name ?? "";
        known.Arguments.Append(custom.Text("input") ?? CompletionReading.Arguments(function, "arguments"));
    }

    private sealed class Piece(int place, long? index, bool isCustom)
    {
        public long? Index { get; } = index;

        public string? Id { get; set; }

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();

        public FunctionCallContent ToContent(string? answer)
        {
            var id = Id ?? $"{answer}-{place}";
            return isCustom
                ? new FunctionCallContent(id, Name, new Dictionary<string, object?> { ["input"] = Arguments.ToString() })
                : ToolArguments.Call(id, Name, Arguments.ToString());
        }
    }
}
