using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AiMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Axle.Models.ChatCompletions;

/// <summary>Chat completions as an <see cref="IChatClient"/>: text, images, tools, JSON schema, streams, usage.</summary>
internal sealed class CompletionsChatClient(ChatClient client, string model, CompletionsDialect dialect) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await client.CompleteChatAsync(
            RequestMessages.From(messages, options), RequestOptions.From(options, dialect), cancellationToken);
        return CompletionReading.ToResponse(result.Value);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AiMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reading = new StreamReading();
        var updates = client.CompleteChatStreamingAsync(
            RequestMessages.From(messages, options), RequestOptions.From(options, dialect), cancellationToken);
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            if (reading.Read(update) is { } read)
                yield return read;
        }

        yield return reading.Finish();
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        if (serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata(defaultModelId: model);
        return serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(client) ? client : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one; the SDK's client holds nothing else.
    }
}
