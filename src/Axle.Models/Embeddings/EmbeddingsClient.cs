using System.Runtime.InteropServices;
using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>OpenAI's <c>/embeddings</c>: vectors of texts, up to 2,048 texts in one request, in the order in which they were given.</summary>
internal sealed class EmbeddingsClient(JsonConnection wire, Uri address, string model, ProviderErrors errors) : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int MostAtOnce = 2048;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var texts in values.Chunk(MostAtOnce))
        {
            GeneratedEmbeddings<Embedding<float>> part;
            try
            {
                part = await wire.AskAsync(address, writer => Write(writer, texts, options), root => Read(root, texts.Length), cancellationToken);
            }
            catch (AxleException fault) when (all.Usage is not null)
            {
                // Those before it are paid for.
                throw SpentUsage.With(fault, all.Usage);
            }

            all.AddRange(part);
            if (part.Usage is not null)
                (all.Usage ??= new UsageDetails()).Add(part.Usage);
        }

        return all;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata)
            ? new EmbeddingGeneratorMetadata(providerUri: address, defaultModelId: model)
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // The HTTP client belongs to the boundary around this one.
    }

    private void Write(Utf8JsonWriter writer, string[] texts, EmbeddingGenerationOptions? options)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, options?.ModelId ?? model);
        writer.WriteStartArray("input"u8);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
        writer.WriteString("encoding_format"u8, "float"u8);
        if (options?.Dimensions is { } dimensions)
            writer.WriteNumber("dimensions"u8, dimensions);
        if (options?.AdditionalProperties?.TryGetValue("user", out var user) is true && user is string name)
            writer.WriteString("user"u8, name);
        writer.WriteEndObject();
    }

    private GeneratedEmbeddings<Embedding<float>> Read(JsonElement root, int count)
    {
        if (root.Field("error").ValueKind is JsonValueKind.Object or JsonValueKind.String)
            throw errors.FromWire(WireFault.Read(0, headers: null, root.GetRawText(), default));
        var vectors = new Embedding<float>?[count];
        var place = 0;
        foreach (var item in root.Items("data"))
        {
            var index = item.Count("index") ?? place;
            if (index < 0 || index >= count)
                throw new FormatException("The answer holds more vectors than there were texts.");
            vectors[index] = new Embedding<float>(Vector(item.Field("embedding"))) { ModelId = root.Text("model") ?? model };
            place++;
        }

        if (Array.Exists(vectors, static v => v is null))
            throw new FormatException("The answer holds fewer vectors than there were texts.");
        return new GeneratedEmbeddings<Embedding<float>>(vectors!) { Usage = OpenAiUsage.Read(root.Field("usage")) };
    }

    // Numbers, or their bytes in base64 (little endian) with servers that prefer it.
    private static float[] Vector(JsonElement vector)
    {
        if (vector.ValueKind == JsonValueKind.Array)
        {
            var numbers = new float[vector.GetArrayLength()];
            var place = 0;
            foreach (var number in vector.EnumerateArray())
                numbers[place++] = number.ValueKind == JsonValueKind.Number ? number.GetSingle() : throw new FormatException("A vector holds no number.");
            return numbers;
        }

        return vector.ValueKind == JsonValueKind.String && vector.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : throw new FormatException("The answer holds something else than a vector.");
    }
}
