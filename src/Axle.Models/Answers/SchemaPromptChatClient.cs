using System.Runtime.CompilerServices;
using Axle.Models.Catalog;
using Axle.Models.Providers;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Answers;

/// <summary>
/// Decides, for one model, how it is held to a schema. By its own means where model and schema allow it. In the prompt where the catalog says that the
/// model has none. Both where nobody knows: a server of one's own, or a schema that strict modes leave out.
/// </summary>
internal sealed class SchemaPromptChatClient(IChatClient inner, ProviderDescription provider, ModelCard? card) : DelegatingChatClient(inner)
{
    // A card without any feature says nothing.
    private readonly bool _cannot = card is { Features: not ModelFeatures.None } known && !known.Features.HasFlag(ModelFeatures.JsonSchema);
    private readonly bool _can = card?.Features.HasFlag(ModelFeatures.JsonSchema) ?? provider.HoldsToSchemas;

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        (messages, options) = Adapt(messages, options);
        return base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        (messages, options) = Adapt(messages, options);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            yield return update;
    }

    private (IEnumerable<ChatMessage>, ChatOptions?) Adapt(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema })
            return (messages, options);
        if (_can && OpenSchemaChatClient.IsClosed(schema))
            return (messages, options);
        if (_cannot)
        {
            options = options.Clone();
            options.ResponseFormat = null;
        }

        return (SchemaPrompt.Show(messages, schema), options);
    }
}
