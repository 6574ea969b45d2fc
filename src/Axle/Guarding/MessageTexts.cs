using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Axle.Guarding;

/// <summary>
/// Every text of a conversation that a model reads: what is said, arguments of calls and results of tools, at any depth. Names of properties are none.
/// </summary>
internal static class MessageTexts
{
    /// <summary>The conversation with other texts. The changes are asked for in the order in which the texts are read.</summary>
    /// <param name="messages">The conversation; it stays as it is.</param>
    /// <param name="change">Gives the text that stands there then.</param>
    /// <param name="changed">Told of each message that changed.</param>
    public static List<ChatMessage> Change(IEnumerable<ChatMessage> messages, Func<string, string> change, Action<ChatMessage>? changed = null) =>
        [.. messages.Select(message =>
        {
            var isChanged = false;
            string Note(string text)
            {
                var other = change(text);
                isChanged |= !ReferenceEquals(other, text) && other != text;
                return other;
            }

            var contents = message.Contents.Select(c => Of(c, Note)).ToList();
            if (!isChanged)
                return message;
            var copy = message.Clone();
            (copy.Contents, copy.AdditionalProperties) = (contents, message.AdditionalProperties?.Clone());
            changed?.Invoke(copy);
            return copy;
        })];

    /// <summary>A content with other texts.</summary>
    public static AIContent Of(AIContent content, Func<string, string> change) => content switch
    {
        TextContent text => new TextContent(change(text.Text)) { AdditionalProperties = text.AdditionalProperties, Annotations = text.Annotations },
        FunctionCallContent { Arguments: { } arguments } call => new FunctionCallContent(
            call.CallId, call.Name, arguments.ToDictionary(static a => a.Key, a => (object?)Json(a.Value, change), StringComparer.Ordinal))
        {
            AdditionalProperties = call.AdditionalProperties,
        },
        FunctionResultContent { Result: string text } result => new FunctionResultContent(result.CallId, change(text)),
        FunctionResultContent { Result: { } value } result => new FunctionResultContent(result.CallId, Json(value, change)),
        _ => content,
    };

    /// <summary>A value with other texts.</summary>
    public static JsonElement Json(object? value, Func<string, string> change) => JsonSerializer.SerializeToElement(
        Changed(value as JsonNode ?? JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions), change));

    private static JsonNode? Changed(JsonNode? node, Func<string, string> change) => node switch
    {
        JsonObject map => new JsonObject(map.Select(p => KeyValuePair.Create(p.Key, Changed(p.Value, change)))),
        JsonArray list => new JsonArray([.. list.Select(item => Changed(item, change))]),
        JsonValue leaf when leaf.GetValueKind() == JsonValueKind.String => JsonValue.Create(change(leaf.GetValue<string>())),
        _ => node?.DeepClone(),
    };
}
