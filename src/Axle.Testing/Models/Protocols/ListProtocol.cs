using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>The list of models, in the words of the provider whose key or path the request has; and counts of tokens.</summary>
internal sealed class ListProtocol(IReadOnlyList<string> models, string provider) : IWireProtocol
{
    public bool Answers => false;

    public JsonNode Whole(ServedAnswer answer, WireRequest request)
    {
        if (request.Api is Axle.Models.Recording.WireApi.CountTokens or Axle.Models.Recording.WireApi.GeminiCountTokens)
        {
            var count = (request.Body.ToString().Length / 4) + 1;
            return new JsonObject { [provider == "gemini" ? "totalTokens" : "input_tokens"] = count };
        }

        if (One(request) is { } one)
            return Entry(one, request);
        var entries = new JsonArray([.. models.Select(m => Entry(m, request))]);
        return provider switch
        {
            "gemini" => new JsonObject { ["models"] = entries },
            "anthropic" => new JsonObject { ["data"] = entries, ["has_more"] = false },
            _ => new JsonObject { ["object"] = "list", ["data"] = entries },
        };
    }

    public ServedHttp Error(ServedError error, WireRequest request) => provider switch
    {
        "gemini" => GeminiErrorBodies.Of(error, request),
        "anthropic" => new MessagesProtocol().Error(error, request),
        _ => OpenAiErrorBodies.Of(error, request),
    };

    private JsonObject Entry(string model, WireRequest request) => provider switch
    {
        "gemini" => new() { ["name"] = $"models/{model}", ["displayName"] = model, ["supportedGenerationMethods"] = new JsonArray("generateContent") },
        "anthropic" => new() { ["type"] = "model", ["id"] = model, ["display_name"] = model, ["created_at"] = "2025-01-01T00:00:00Z" },
        _ => new() { ["id"] = model, ["object"] = "model", ["created"] = request.Now.ToUnixTimeSeconds(), ["owned_by"] = "axle" },
    };

    private static string? One(WireRequest request) => request.Path.Contains("/models/", StringComparison.Ordinal) ? request.Model : null;
}
