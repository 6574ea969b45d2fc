using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini;

/// <summary>Google's <c>batchEmbedContents</c>: vectors of texts, up to a hundred in one request.</summary>
internal sealed class GeminiEmbeddings(JsonConnection connection, GeminiAddress address, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MostAtOnce = 100;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = options?.ModelId ?? model;
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var texts in values.Chunk(MostAtOnce))
        {
            var root = await connection.PostAsync(address.Of(asked, "batchEmbedContents"), Body(texts, asked, options), cancellationToken: cancellationToken);
            var vectors = root.Items("embeddings").Select(e => e.Items("values").Select(v => v.GetSingle()).ToArray()).ToList();
            if (vectors.Count != texts.Length)
                throw new InvalidOperationException("There are not as many vectors as texts.");
            all.AddRange(vectors.Select(v => new Embedding<float>(v) { ModelId = asked }));
            if (root.Field("usageMetadata").Count("promptTokenCount") is { } tokens)
                (all.Usage ??= new UsageDetails()).Add(new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens });
        }

        return all;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata))
            return new EmbeddingGeneratorMetadata("gcp.gemini", address.Home, model);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one.
    }

    private static ReadOnlyMemory<byte> Body(string[] texts, string model, EmbeddingGenerationOptions? options) => JsonConnection.Body(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("requests"u8);
        foreach (var text in texts)
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, GeminiAddress.PathOf(model));
            writer.WriteStartObject("content"u8);
            writer.WriteStartArray("parts"u8);
            writer.WriteStartObject();
            writer.WriteString("text"u8, text);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            if (options?.Dimensions is { } dimensions)
                writer.WriteNumber("outputDimensionality"u8, dimensions);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
