using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>A block of a stream that is not whole yet.</summary>
/// <param name="start">The block as it was opened.</param>
internal sealed class OpenBlock(JsonElement start)
{
    private readonly StringBuilder _input = new();
    private readonly string _type = start.Text("type") ?? "";
    private JsonObject? _grown;

    private bool PassesOn => _type is "text" or "thinking";

    /// <summary>What can be passed on when the block opens.</summary>
    public IEnumerable<AIContent> Begin() => PassesOn && (start.Text("text") ?? start.Text("thinking")) is { Length: > 0 } ? [Blocks.Read(start)] : [];

    /// <summary>What can be passed on of one more piece.</summary>
    public IEnumerable<AIContent> Grow(JsonElement delta)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                return [new TextContent(delta.Text("text") ?? "")];
            case "thinking_delta":
                return [Blocks.Thinking(delta.Text("thinking") ?? "", signature: null)];
            case "signature_delta":
                return [Blocks.Thinking("", delta.Text("signature"))];
            case "citations_delta":
                return [new TextContent("") { Annotations = [Citations.Read(delta.Field("citation"))] }];
            case "input_json_delta":
                _input.Append(delta.Text("partial_json"));
                return [];
            default:
                Add(delta);
                return [];
        }
    }

    /// <summary>What is passed on when the block is whole.</summary>
    public IEnumerable<AIContent> End()
    {
        if (PassesOn)
            return [];
        if (_input.Length == 0 && _grown is null)
            return [Blocks.Read(start)];
        if (_input.Length > 0 && !TryAddInput())
            return _type == "tool_use" ? [ToolArguments.Call(start.Text("id") ?? "", start.Text("name") ?? "", _input.ToString())] : [];
        return [Blocks.Read(JsonElement.Parse(_grown!.ToJsonString()))];
    }

    private bool TryAddInput()
    {
        try
        {
            Grown()["input"] = JsonNode.Parse(_input.ToString());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Pieces of kinds without a rule of their own: texts grow, everything else is replaced.
    private void Add(JsonElement delta)
    {
        foreach (var member in delta.Members().Where(m => m.Name != "type"))
        {
            var before = Grown()[member.Name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            Grown()[member.Name] = member.Value.ValueKind == JsonValueKind.String
                ? before + member.Value.GetString()
                : JsonNode.Parse(member.Value.GetRawText());
        }
    }

    private JsonObject Grown() => _grown ??= JsonObject.Create(start) ?? [];
}
