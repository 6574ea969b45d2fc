using System.Runtime.CompilerServices;
using Axle.Models.Providers.Anthropic.Asking;
using Axle.Models.Providers.Anthropic.Reading;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic;

/// <summary>Anthropic's Messages API as an <see cref="IChatClient"/>. A turn that it pauses is gone on with, and stays one answer.</summary>
internal sealed class AnthropicChatClient(JsonConnection connection, Uri address, string model, ProviderErrors errors) : IChatClient
{
    private const int MostPauses = 8;

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var answer = await AskAsync(asked, options, cancellationToken);
        for (var pauses = 0; answer.FinishReason == StopReasons.Paused && pauses < MostPausesOf(options); pauses++)
        {
            var rest = await AskAsync([.. asked, .. answer.Messages], options, cancellationToken);
            foreach (var content in rest.Messages[0].Contents)
                answer.Messages[0].Contents.Add(content);
            answer.FinishReason = rest.FinishReason;
            answer.RawRepresentation = rest.RawRepresentation;
            if (rest.Usage is { } usage)
                (answer.Usage ??= new UsageDetails()).Add(usage);
        }

        return answer;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var mostPauses = MostPausesOf(options);
        var said = new List<ChatResponseUpdate>();
        for (var pauses = 0; ; pauses++)
        {
            var isPaused = false;
            await foreach (var update in StreamOnceAsync([.. asked, .. said.ToChatResponse().Messages], options, cancellationToken))
            {
                isPaused = update.FinishReason is { } reason ? reason == StopReasons.Paused : isPaused;
                if (said.Count > 0)
                    (update.ResponseId, update.MessageId) = (said[0].ResponseId, said[0].MessageId);
                if (isPaused && pauses < mostPauses)
                    update.FinishReason = null;
                if (mostPauses > 0)
                    said.Add(update);
                yield return update;
            }

            if (!isPaused || pauses == mostPauses)
                yield break;
        }
    }

    // Only tools that run at Anthropic pause a turn; without any, nothing is gathered.
    private static int MostPausesOf(ChatOptions? options) => options?.Tools?.Any(static t => t is not AIFunctionDeclaration) is true ? MostPauses : 0;

    private async Task<ChatResponse> AskAsync(List<ChatMessage> asked, ChatOptions? options, CancellationToken cancellationToken)
    {
        var body = MessagesRequest.Write(asked, options, model, errors.Provider, stream: false);
        return MessageReading.Read(await connection.PostAsync(address, body, BetaFeatures.Of(asked, options), cancellationToken));
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamOnceAsync(
        List<ChatMessage> asked, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
