using System.Runtime.CompilerServices;
using Axle.Models.Providers.Anthropic.Asking;
using Axle.Models.Providers.Anthropic.Reading;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic;

/// <summary>Anthropic's Messages API as an <see cref="IChatClient"/>.</summary>
internal sealed class AnthropicChatClient(JsonConnection connection, Uri address, string model, ProviderErrors errors) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var body = MessagesRequest.Write(asked, options, model, errors.Provider, stream: false);
        return MessageReading.Read(await connection.PostAsync(address, body, BetaFeatures.Of(asked, options), cancellationToken));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var body = MessagesRequest.Write(asked, options, model, errors.Provider, stream: true);
        var reading = new StreamReading(errors);
        await foreach (var happened in connection.StreamAsync(address, body, BetaFeatures.Of(asked, options), cancellationToken))
        {
            foreach (var update in reading.Read(happened))
                yield return update;
        }

        foreach (var update in reading.End())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata("anthropic", address, model);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one.
    }
}
