namespace Axle.Models.Recording;

/// <summary>The interfaces of the providers, and how they are told apart.</summary>
public static class WireApi
{
    /// <summary>Anthropic's Messages.</summary>
    public const string Messages = "messages";

    /// <summary>Anthropic's count of tokens.</summary>
    public const string CountTokens = "count_tokens";

    /// <summary>OpenAI's Chat Completions, also of Azure and of compatible servers.</summary>
    public const string ChatCompletions = "chat_completions";

    /// <summary>OpenAI's Responses.</summary>
    public const string Responses = "responses";

    /// <summary>OpenAI's embeddings.</summary>
    public const string Embeddings = "embeddings";

    /// <summary>The list of models, or one of them.</summary>
    public const string Models = "models";

    /// <summary>Gemini, whole answers.</summary>
    public const string GenerateContent = "generateContent";

    /// <summary>Gemini, streams.</summary>
    public const string StreamGenerateContent = "streamGenerateContent";

    /// <summary>Gemini's embeddings.</summary>
    public const string Embed = "embed";

    /// <summary>Gemini's count of tokens.</summary>
    public const string GeminiCountTokens = "countTokens";

    /// <summary>The name of an interface that is none of these.</summary>
    public const string Other = "other";

    /// <summary>The interface that a path belongs to, whatever stands before it.</summary>
    /// <param name="path">The path, with or without a query.</param>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var plain = query < 0 ? path : path[..query];
        var verb = plain[(plain.LastIndexOf(':') + 1)..];
        return verb switch
        {
            GenerateContent => GenerateContent,
            StreamGenerateContent => StreamGenerateContent,
            GeminiCountTokens => GeminiCountTokens,
            "embedContent" or "batchEmbedContents" => Embed,
            _ when plain.EndsWith("/messages/count_tokens", StringComparison.Ordinal) => CountTokens,
            _ when plain.EndsWith("/messages", StringComparison.Ordinal) => Messages,
            _ when plain.EndsWith("/chat/completions", StringComparison.Ordinal) => ChatCompletions,
            _ when plain.EndsWith("/responses", StringComparison.Ordinal) => Responses,
            _ when plain.EndsWith("/embeddings", StringComparison.Ordinal) => Embeddings,
            _ when plain.EndsWith("/models", StringComparison.Ordinal) || plain.Contains("/models/", StringComparison.Ordinal) => Models,
            _ => Other,
        };
    }
}
