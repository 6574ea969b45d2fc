using Axle.Models.Configuration;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>Opens a client for a server that makes vectors as OpenAI does.</summary>
internal static class EmbeddingsConnection
{
    public static IEmbeddingGenerator<string, Embedding<float>> Open(ProviderOptions options, string model, IErrorWords words, TimeProvider time) =>
        Open(options, model, words, OpenAiAddress.Of(options, "embeddings"), OpenAiAddress.Bearer(options), time);

    public static IEmbeddingGenerator<string, Embedding<float>> Open(
        ProviderOptions options, string model, IErrorWords words, Uri address, KeyValuePair<string, string>? key, TimeProvider time)
    {
        var errors = new ProviderErrors(options, model, words);
        var http = WireClient.Create(options, errors.FromWire, time);
        var client = new EmbeddingsClient(new JsonConnection(http, OpenAiAddress.Sign(key)), address, model, errors);
        return new BoundaryEmbeddings(client, http, errors, options.Timeout, time);
    }
}
