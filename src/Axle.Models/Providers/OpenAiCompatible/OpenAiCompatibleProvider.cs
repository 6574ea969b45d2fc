using Axle.Models.ChatCompletions;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Responses;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.OpenAiCompatible;

/// <summary>Any server that speaks OpenAI's chat completions: Ollama, vLLM, a gateway. Needs an address; a key only where the server asks for one.</summary>
public sealed class OpenAiCompatibleProvider : IModelProvider
{
    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "openai-compatible",
        Aliases: ["compatible"],
        DefaultModel: "",
        Priority: 40,
        NeedsKey: false,
        KeyVariables: [],
        BaseUrlVariable: null,
        ModelPrefixes: [],
        TelemetryName: "openai_compatible")
    {
        HoldsToSchemas = false,
    };

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Api == ResponsesConnection.Api
            ? ResponsesConnection.Open(options, model, new OpenAiCompatibleErrors(), OpenAiAddress.Of(options, "responses"), OpenAiAddress.Bearer(options), time)
            : CompletionsConnection.Open(options, model, new OpenAiCompatibleErrors(), CompletionsDialect.Compatible, time);
    }

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EmbeddingsConnection.Open(options, model, new OpenAiCompatibleErrors(), time);
    }

    /// <inheritdoc/>
    public async Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listing = new ModelListing(OpenAiAddress.Of(options, "models"), OpenAiAddress.Sign(OpenAiAddress.Bearer(options)));
        return await listing.ReadAsync(options, new OpenAiCompatibleErrors(), time, cancellationToken);
    }
}
