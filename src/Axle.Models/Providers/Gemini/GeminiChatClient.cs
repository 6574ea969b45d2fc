using System.Runtime.CompilerServices;
using Axle.Models.Providers.Gemini.Asking;
using Axle.Models.Providers.Gemini.Reading;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini;

/// <summary>Google's <c>generateContent</c> as an <see cref="IChatClient"/>.</summary>
internal sealed class GeminiChatClient(JsonConnection connection, GeminiAddress address, string model, ProviderErrors errors) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = options?.ModelId ?? model;
        var root = await connection.PostAsync(
            address.Of(asked, "generateContent"), ContentRequest.Write(messages, options, asked, errors.Provider), cancellationToken: cancellationToken);
        var reading = new AnswerReading(errors);
        var response = new[] { reading.Read(root), reading.End() }.ToChatResponse();
        response.RawRepresentation = root;
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = options?.ModelId ?? model;
        var reading = new AnswerReading(errors);
        var chunks = connection.StreamAsync(
            address.Of(asked, "streamGenerateContent?alt=sse"), ContentRequest.Write(messages, options, asked, errors.Provider), cancellationToken: cancellationToken);
        await foreach (var chunk in chunks)
            yield return reading.Read(chunk);
        yield return reading.End();
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata("gcp.gemini", address.Home, model);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one.
    }
}
