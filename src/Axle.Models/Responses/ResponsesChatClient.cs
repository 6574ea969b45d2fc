using System.Runtime.CompilerServices;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Responses;

/// <summary>OpenAI's Responses API as an <see cref="IChatClient"/>.</summary>
internal sealed class ResponsesChatClient(JsonConnection wire, Uri address, string model, string provider, ProviderErrors errors) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync(
            address,
            writer => ResponsesRequest.Write(writer, messages, options, model, provider, stream: false),
            root => ResponsesReading.ToResponse(root, errors),
            cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = JsonConnection.Body(writer => ResponsesRequest.Write(writer, messages, options, model, provider, stream: true));
        var reading = new ResponsesStream(errors);
        await foreach (var item in wire.StreamAsync(address, body, cancellationToken: cancellationToken))
        {
            if (reading.Read(item) is { } update)
                yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(ChatClientMetadata)
            ? new ChatClientMetadata(providerUri: address, defaultModelId: model)
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one.
    }
}
