using System.Text.Json;
using Axle.Models.ChatCompletions;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>
/// Reads a stream's events. Items are told apart by their place in the output: some gateways give an item another id in every event.
/// </summary>
internal sealed class ResponsesStream(ProviderErrors errors)
{
    private readonly HashSet<long> _heard = [];
    private readonly HashSet<long> _done = [];
    private string? _id;
    private string? _model;
    private bool _refused;

    /// <summary>Reads one event; null when it says nothing new.</summary>
    public ChatResponseUpdate? Read(JsonElement item)
    {
        var place = item.Count("output_index") ?? 0;
        switch (item.Text("type"))
        {
            case "response.output_text.delta":
                return Piece(place, item.Text("delta"), isThought: false);
            case "response.reasoning_summary_text.delta" or "response.reasoning_text.delta":
                return Piece(place, item.Text("delta"), isThought: true);
            case "response.reasoning_summary_part.added" when item.Count("summary_index") > 0:
                return Piece(place, "\n\n", isThought: true);
            case "response.refusal.delta" or "response.refusal.done":
                _refused = true;
                return null;
            case "response.output_item.done":
                return Item(place, item.Field("item"));
            case "response.completed" or "response.incomplete" or "response.failed":
                return End(item.Field("response"));
            case "error":
                throw errors.FromWire(WireFault.Read(0, headers: null, item.GetRawText(), default));
            case null when item.Field("error").ValueKind == JsonValueKind.Object:
                throw errors.FromWire(WireFault.Read(0, headers: null, item.GetRawText(), default));
            case null when item.Field("output").ValueKind == JsonValueKind.Array:
                // A server that answers as a whole after all.
                return End(item);
        }

        Begin(item.Field("response"));
        if (item.Text("type") == "response.created")
        {
            // A gateway that goes on after a hosted tool begins to count anew.
            _heard.Clear();
            _done.Clear();
        }

        return null;
    }

    private void Begin(JsonElement response)
    {
        _id ??= response.Text("id");
        _model = response.Text("model") is { Length: > 0 } model ? model : _model;
    }

    private ChatResponseUpdate? Piece(long place, string? text, bool isThought)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        _heard.Add(place);
        return Update([isThought ? new TextReasoningContent(text) : new TextContent(text)]);
    }

    private ChatResponseUpdate? Item(long place, JsonElement item)
    {
        var contents = new List<AIContent>();
        _refused |= ResponseItems.IsRefusal(item);
        if (_done.Add(place))
            ResponseItems.Add(contents, item, _heard.Contains(place));
        return contents.Count == 0 ? null : Update(contents);
    }

    private ChatResponseUpdate End(JsonElement response)
    {
        Begin(response);
        ResponsesReading.ThrowIfFailed(response, errors);
        var contents = new List<AIContent>();
        var place = 0;
        foreach (var item in response.Items("output"))
        {
            if (_done.Add(place))
                ResponseItems.Add(contents, item, _heard.Contains(place));
            place++;
        }

        if (ResponsesReading.Usage(response) is { } usage)
            contents.Add(new UsageContent(usage));
        var update = Update(contents);
        update.FinishReason = _refused ? ChatFinishReason.ContentFilter : ResponsesReading.Reason(response);
        update.AdditionalProperties = CompletionReading.Tier(response);
        return update;
    }

    private ChatResponseUpdate Update(List<AIContent> contents) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
    };
}
