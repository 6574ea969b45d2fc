using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>OpenAI's embeddings, as numbers or as base64.</summary>
internal sealed class EmbeddingsProtocol : IWireProtocol
{
    public bool Answers => false;

    public JsonNode Whole(ServedAnswer answer, WireRequest request)
    {
        var length = request.Body.TryGetProperty("dimensions", out var dimensions) ? dimensions.GetInt32() : (int?)null;
        var base64 = request.Body.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
        var texts = Texts(request.Body.GetProperty("input"));
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. texts.Select((text, index) => new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = index,
                ["embedding"] = Vector(ServedVectors.Of(text, length), base64),
            })]),
            ["model"] = request.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = texts.Sum(Tokens), ["total_tokens"] = texts.Sum(Tokens) },
        };
    }

    public ServedHttp Error(ServedError error, WireRequest request) => OpenAiErrorBodies.Of(error, request);

    private static List<string> Texts(JsonElement input) =>
        input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(static t => t.ToString())] : [input.ToString()];

    private static JsonNode Vector(float[] vector, bool base64) => base64
        ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()))
        : new JsonArray([.. vector.Select(static v => JsonValue.Create(v))]);

    private static int Tokens(string text) => (text.Length / 4) + 1;
}

/// <summary>Gemini's embedContent and batchEmbedContents.</summary>
internal sealed class GeminiEmbeddingsProtocol : IWireProtocol
{
    public bool Answers => false;

    public JsonNode Whole(ServedAnswer answer, WireRequest request) => request.Body.TryGetProperty("requests", out var requests)
        ? new JsonObject { ["embeddings"] = new JsonArray([.. requests.EnumerateArray().Select(Embedding)]) }
        : new JsonObject { ["embedding"] = Embedding(request.Body) };

    public ServedHttp Error(ServedError error, WireRequest request) => GeminiErrorBodies.Of(error, request);

    private static JsonObject Embedding(JsonElement request)
    {
        var length = request.TryGetProperty("outputDimensionality", out var dimensions) ? dimensions.GetInt32() : (int?)null;
        var text = string.Concat(request.GetProperty("content").GetProperty("parts").EnumerateArray().Select(static p => p.GetProperty("text").GetString()));
        return new JsonObject { ["values"] = new JsonArray([.. ServedVectors.Of(text, length).Select(static v => JsonValue.Create(v))]) };
    }
}
