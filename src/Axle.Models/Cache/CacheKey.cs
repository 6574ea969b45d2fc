using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Guarding;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>Under which hashes the answer to a question is kept.</summary>
/// <param name="Exact">Over all that decides the answer.</param>
/// <param name="Group">
/// Over the same, with the signature of the last question in place of its words: only questions of one group are compared by meaning. Null when the
/// last message is not a user's text.
/// </param>
/// <param name="Question">The last question; null without <paramref name="Group"/>.</param>
internal sealed record CacheKey(string Exact, string? Group, string? Question)
{
    // Part of every hash: a change of what goes into it must not find older answers.
    private const string Form = "axle-answer-1";

    // What clients say of who asks, and what is to be kept of it; the answer is the same for everybody of a tenant.
    private static readonly FrozenSet<string> AboutCaller = FrozenSet.ToFrozenSet(["user", "safety_identifier", "prompt_cache_key", "store", "metadata"]);

    /// <summary>The key of a question; null when its answer cannot be kept, whatever it is.</summary>
    public static CacheKey? Of(ModelCall call, IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        if (messages.Count == 0 || IsBeyondHashing(options))
            return null;
        using var hash = new CanonicalHash();
        hash.Add("form", Form);
        Add(hash, call.Request);
        if (!Add(hash, options))
            return null;
        for (var i = 0; i < messages.Count - 1; i++)
        {
            if (!Add(hash, messages[i]))
                return null;
        }

        var frame = hash.Take();
        var last = messages[^1];
        if (!Add(hash.Add("exact", frame), last))
            return null;
        var exact = hash.Take();
        return last.Role == ChatRole.User && last.Contents.All(static c => c is TextContent) && last.Text is { Length: > 0 } question
            ? new CacheKey(exact, hash.Add("group", frame).Add("signature", QuestionSignature.Of(question)).Take(), question)
            : new CacheKey(exact, null, null);
    }

    // Tools act on the world, conversations are kept by the provider, and what a factory makes nobody can see.
    private static bool IsBeyondHashing(ChatOptions options) =>
        options.Tools is { Count: > 0 } || options.ConversationId is not null || options.RawRepresentationFactory is not null ||
        options.ContinuationToken is not null || options.AllowBackgroundResponses is true;

    private static void Add(CanonicalHash hash, ModelRequest request)
    {
        hash.Add("tenant", request.Scope.Tenant).Add("prompt", request.PromptVersion);
        hash.Add("provider", request.Provider?.ToLowerInvariant()).Add("model", request.Model).Add("floor", request.QualityFloor);
        hash.Add<int>("preferred", request.Preferred.Count);
        foreach (var preference in request.Preferred)
            hash.Add("provider", preference.Provider.ToLowerInvariant()).Add("model", preference.Model);
    }

    private static bool Add(CanonicalHash hash, ChatOptions options)
    {
        hash.Add("model", options.ModelId).Add("instructions", options.Instructions)
            .Add("temperature", options.Temperature).Add("topP", options.TopP).Add("topK", options.TopK)
            .Add("maxTokens", options.MaxOutputTokens).Add("seed", options.Seed)
            .Add("frequency", options.FrequencyPenalty).Add("presence", options.PresencePenalty)
            .Add("effort", options.Reasoning?.Effort).Add("reasoning", options.Reasoning?.Output);
        foreach (var stop in options.StopSequences ?? [])
            hash.Add("stop", stop);
        hash.Add("format", options.ResponseFormat?.GetType().Name);
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            hash.Add("schema", schema);
        return (options.AdditionalProperties ?? [])
            .Where(static p => p.Value is not ModelCall && p.Key != ModelGateway.EvidenceKey && !AboutCaller.Contains(p.Key))
            .OrderBy(static p => p.Key, StringComparer.Ordinal)
            .All(p => Add(hash, p.Key, p.Value));
    }

    private static bool Add(CanonicalHash hash, string name, object? value)
    {
        hash.Add("option", name).Add("kind", value?.GetType().Name);
        switch (value)
        {
            case null:
                return true;
            case JsonElement json:
                hash.Add("json", json);
                return true;
            case JsonNode node:
                hash.Add("json", JsonSerializer.SerializeToElement(node));
                return true;
            case string or bool or int or long or float or double or decimal or Enum:
                hash.Add("value", Convert.ToString(value, CultureInfo.InvariantCulture));
                return true;
            default:
                return false;
        }
    }

    private static bool Add(CanonicalHash hash, ChatMessage message)
    {
        if (Redaction.IsOn(message))
            return false;
        hash.Add("role", message.Role.Value).Add("author", message.AuthorName).Add<int>("contents", message.Contents.Count);
        foreach (var content in message.Contents)
        {
            switch (content)
            {
                case TextContent text:
                    hash.Add("text", text.Text);
                    break;
                case TextReasoningContent reasoning:
                    hash.Add("reasoning", reasoning.Text);
                    break;
                case DataContent data:
                    hash.Add(data.MediaType, data.Data.Span);
                    break;
                default:
                    // Calls of tools and their results, files at a provider, links whose content may change.
                    return false;
            }
        }

        return true;
    }
}
