using Axle.Models.Catalog;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>What a call needs of whoever answers it, read once from its messages and options.</summary>
/// <param name="Features">What the model must be able to do.</param>
/// <param name="InputTokens">Tokens of the prompt, estimated from its length.</param>
/// <param name="Tokens">Tokens of prompt and answer together, estimated.</param>
/// <param name="Conversation">Equal for calls that begin alike, so that they can stay where their prompt is cached; 0 for calls that do not.</param>
internal readonly record struct RouteNeeds(ModelFeatures Features, long InputTokens, long Tokens, uint Conversation)
{
    /// <summary>Characters of a token in English prose and code, as providers give it; other languages have fewer.</summary>
    private const int CharactersPerToken = 4;
    private const int TokensOfImage = 1_000;
    private const int TokensOfAnswer = 1_000;

    /// <summary>Providers cache prompts of about a thousand tokens and more.</summary>
    private const int ShortestCachedPrompt = 4_000;

    public static RouteNeeds Of(ModelCall call, IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var features = options?.Tools is { Count: > 0 } ? ModelFeatures.Tools : ModelFeatures.None;
        long characters = options?.Instructions?.Length ?? 0;
        long images = 0;
        var opening = "";
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                switch (content)
                {
                    case TextContent text:
                        characters += text.Text.Length;
                        if (opening.Length == 0)
                            opening = text.Text;
                        break;
                    case DataContent data when data.HasTopLevelMediaType("image"):
                    case UriContent uri when uri.HasTopLevelMediaType("image"):
                        images++;
                        break;
                    case FunctionResultContent { Result: string result }:
                        characters += result.Length;
                        break;
                }
            }
        }

        if (images > 0)
            features |= ModelFeatures.Images;
        var input = (characters / CharactersPerToken) + (images * TokensOfImage);
        return new RouteNeeds(features, input, input + (options?.MaxOutputTokens ?? TokensOfAnswer), ConversationOf(call, opening));
    }

    private static uint ConversationOf(ModelCall call, string opening)
    {
        if (call.Request.Scope.Session is { Length: > 0 } session)
            return Hash(session);
        return opening.Length >= ShortestCachedPrompt ? Hash(opening.AsSpan(0, ShortestCachedPrompt)) : 0;
    }

    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619;
        return hash | 1;
    }
}
