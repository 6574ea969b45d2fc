using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>
/// Leaves the schema out of the wire request when the provider's strict mode cannot express it: objects used as maps
/// (<c>additionalProperties</c> with a schema) or without listed properties. The prompt still shows the schema and the answer is still checked.
/// </summary>
internal sealed class OpenSchemaChatClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private const int DeepestSchema = 64;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetResponseAsync(messages, Adapt(options), cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in base.GetStreamingResponseAsync(messages, Adapt(options), cancellationToken))
            yield return update;
    }

    private static ChatOptions? Adapt(ChatOptions? options)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || IsClosed(schema))
            return options;
        var adapted = options.Clone();
        adapted.ResponseFormat = null;
        return adapted;
    }

    /// <summary>Whether strict modes can express a schema.</summary>
    internal static bool IsClosed(JsonElement schema) => IsClosed(schema, DeepestSchema);

    private static bool IsClosed(JsonElement schema, int depth)
    {
        if (depth == 0)
            return false;
        if (schema.ValueKind == JsonValueKind.Array)
            return schema.EnumerateArray().All(s => IsClosed(s, depth - 1));
        if (schema.ValueKind != JsonValueKind.Object)
            return true;
        if (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.Object)
            return false;
        if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object") &&
            !schema.TryGetProperty("properties", out _))
            return false;
        return schema.EnumerateObject().All(p => p.Name is "enum" or "const" or "default" or "examples" || IsClosed(p.Value, depth - 1));
    }
}
