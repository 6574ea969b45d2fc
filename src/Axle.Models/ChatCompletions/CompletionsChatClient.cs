using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.ChatCompletions;

/// <summary>Chat completions as an <see cref="IChatClient"/>: text, images, sound, files, tools, JSON schema, reasoning, streams, usage.</summary>
internal sealed class CompletionsChatClient(JsonConnection wire, Uri address, string model, string provider, CompletionsDialect dialect, ProviderErrors errors)
    : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        wire.AskAsync(
            address,
            writer => CompletionRequest.Write(writer, messages, options, model, provider, dialect, stream: false),
            root =>
            {
                ThrowIfError(root);
                return CompletionReading.ToResponse(root);
            },
            cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var body = JsonConnection.Body(writer => CompletionRequest.Write(writer, messages, options, model, provider, dialect, stream: true));
        var reading = new CompletionStream();
        await foreach (var item in wire.StreamAsync(address, body, cancellationToken: cancellationToken))
        {
            ThrowIfError(item);
            if (reading.Read(item) is { } update)
                yield return update;
        }

        yield return reading.Finish();
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

    // Some servers send an error with status 200, in the answer, in an event, or in the choice that broke off.
    private void ThrowIfError(JsonElement root)
    {
        var holder = root.Field("error").ValueKind is JsonValueKind.Object or JsonValueKind.String ? root : CompletionReading.Choice(root);
        var error = holder.Field("error");
        if (error.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
            return;
        var status = error.Count("code") is >= 400 and < 600 and var code ? (int)code : 0;
        throw errors.FromWire(WireFault.Read(status, headers: null, holder.GetRawText(), default));
    }
}
