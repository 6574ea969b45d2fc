using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Filling;
using Axle.Models.Providers.Offline.Writing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Offline;

/// <summary>
/// An <see cref="IChatClient"/> without network and without a language model. It reads the evidence of the last user message that has
/// some, ranks and summarises it, and fills the output schema: from <see cref="ChatOptions.ResponseFormat"/>, or from the message's
/// schema block. The same input always gives the same answer. Every answer says that it is offline, in its text and in
/// <c>AdditionalProperties["offline"]</c>.
/// </summary>
public sealed class OfflineChatClient : IChatClient
{
    private const string ModelName = "evidence-summary";

    /// <inheritdoc/>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the schema cannot be filled.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer([.. messages], options)))
        {
            ModelId = ModelName,
            FinishReason = ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0, TotalTokenCount = 0 },
            AdditionalProperties = new AdditionalPropertiesDictionary { ["offline"] = true },
        };
        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates())
            yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(ChatClientMetadata))
            return new ChatClientMetadata("axle.offline", defaultModelId: ModelName);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private static string Answer(List<ChatMessage> messages, ChatOptions? options)
    {
        var evidence = options?.AdditionalProperties?.TryGetValue(ModelGateway.EvidenceKey, out var given) is true && given is JsonElement whole
            ? whole
            : LastBlock(messages, EvidenceBlock.EvidenceFence);
        var schema = (options?.ResponseFormat as ChatResponseFormatJson)?.Schema ?? LastBlock(messages, EvidenceBlock.SchemaFence);
        var digest = DigestReader.Read(evidence);
        if (schema is { } shape)
            return EvidenceBlock.ToText(new SchemaFiller(shape, digest).Fill());
        if (!digest.HasEvidence)
            return QuestionText.Answer(messages.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? "");

        var prose = new ReviewProse(digest);
        return new ReviewText(digest, prose, new SubjectLists(digest, prose)).Page();
    }

    // A correction round or a follow-up question adds user messages without evidence; the last one that has it counts.
    private static JsonElement? LastBlock(List<ChatMessage> messages, string fence) => messages
        .Where(m => m.Role == ChatRole.User)
        .Reverse()
        .Select(m => EvidenceBlock.Find(m.Text, fence))
        .FirstOrDefault(found => found is not null);
}
