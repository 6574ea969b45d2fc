using Axle.Models.ChatCompletions;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Responses;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.OpenAi;

/// <summary>GPT models, over OpenAI's chat completions API.</summary>
public sealed class OpenAiProvider : IModelProvider
{
    private static readonly Uri Address = new("https://api.openai.com/v1");

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "openai",
        Aliases: ["gpt", "chatgpt"],
        DefaultModel: "gpt-5-mini",
        Priority: 20,
        NeedsKey: true,
        KeyVariables: ["OPENAI_API_KEY"],
        BaseUrlVariable: "OPENAI_BASE_URL",
        ModelPrefixes: ["gpt-", "o1", "o3", "o4", "chatgpt-"],
        TelemetryName: "openai");

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var at = options with { BaseUrl = options.BaseUrl ?? Address };
        return at.Api == ResponsesConnection.Api
            ? ResponsesConnection.Open(at, model, new OpenAiErrors(), OpenAiAddress.Of(at, "responses"), OpenAiAddress.Bearer(at), time)
            : CompletionsConnection.Open(at, model, new OpenAiErrors(), CompletionsDialect.OpenAi, time);
    }

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EmbeddingsConnection.Open(options with { BaseUrl = options.BaseUrl ?? Address }, model, new OpenAiErrors(), time);
    }

    /// <inheritdoc/>
    public async Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var at = options with { BaseUrl = options.BaseUrl ?? Address };
        var listing = new ModelListing(OpenAiAddress.Of(at, "models"), OpenAiAddress.Sign(OpenAiAddress.Bearer(at)));
        return await listing.ReadAsync(at, new OpenAiErrors(), time, cancellationToken);
    }
}
