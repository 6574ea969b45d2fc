using Axle.Models.Recording;
using Axle.Testing.Models.Protocols;
using Microsoft.AspNetCore.Http;

namespace Axle.Testing.Models.Serving;

/// <summary>Finds the protocol that a request speaks.</summary>
internal static class WireProtocols
{
    private static readonly MessagesProtocol Messages = new();
    private static readonly ChatCompletionsProtocol ChatCompletions = new();
    private static readonly ResponsesProtocol Responses = new();
    private static readonly GeminiProtocol Gemini = new();
    private static readonly EmbeddingsProtocol Embeddings = new();
    private static readonly GeminiEmbeddingsProtocol GeminiEmbeddings = new();

    /// <summary>The protocol; null when the path belongs to none.</summary>
    public static IWireProtocol? For(WireRequest request, HttpRequest http, IReadOnlyList<string> models) => request.Api switch
    {
        WireApi.Messages => Messages,
        WireApi.ChatCompletions => ChatCompletions,
        WireApi.Responses => Responses,
        WireApi.GenerateContent or WireApi.StreamGenerateContent => Gemini,
        WireApi.Embeddings => Embeddings,
        WireApi.Embed => GeminiEmbeddings,
        WireApi.Models => new ListProtocol(models, ProviderOf(http)),
        WireApi.CountTokens => new ListProtocol(models, "anthropic"),
        WireApi.GeminiCountTokens => new ListProtocol(models, "gemini"),
        _ => null,
    };

    private static string ProviderOf(HttpRequest http) => http.Headers.ContainsKey("anthropic-version") ? "anthropic"
        : http.Headers.ContainsKey("x-goog-api-key") || http.Query.ContainsKey("key") || http.Path.StartsWithSegments("/v1beta") ? "gemini"
        : "openai";
}
