using Axle.Models.ChatCompletions;
using Axle.Models.Configuration;
using Axle.Models.Embeddings;
using Axle.Models.Responses;
using Axle.Models.Wire;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.AzureOpenAi;

/// <summary>
/// OpenAI's models at Azure. The model's name is the name of the deployment; the address is the resource's endpoint, for example
/// <c>https://my-resource.openai.azure.com</c>. <c>apiVersion: v1</c> takes the interface without dated versions.
/// </summary>
public sealed class AzureOpenAiProvider : IModelProvider
{
    private const string DefaultVersion = "2024-10-21";
    private const string Undated = "v1";

    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: "azure-openai",
        Aliases: ["azure"],
        DefaultModel: "",
        Priority: 25,
        NeedsKey: true,
        KeyVariables: ["AZURE_OPENAI_API_KEY"],
        BaseUrlVariable: "AZURE_OPENAI_ENDPOINT",
        ModelPrefixes: [],
        TelemetryName: "azure.ai.openai");

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        var words = new AzureOpenAiErrors();
        // Responses are no matter of one deployment, and have no dated version that is not a preview.
        return options.Api == ResponsesConnection.Api
            ? ResponsesConnection.Open(options, model, words, Below(options, "openai/v1/responses"), Key(options), time)
            : CompletionsConnection.Open(
                options, model, words, CompletionsDialect.OpenAi, Address(options, model, "chat/completions"), Key(options), time);
    }

    /// <inheritdoc/>
    public IEmbeddingGenerator<string, Embedding<float>> ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return EmbeddingsConnection.Open(options, model, new AzureOpenAiErrors(), Address(options, model, "embeddings"), Key(options), time);
    }

    /// <inheritdoc/>
    public async Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var version = Uri.EscapeDataString(options.ApiVersion ?? DefaultVersion);
        var listing = new ModelListing(
            Below(options, options.ApiVersion == Undated ? "openai/v1/models" : $"openai/models?api-version={version}"), OpenAiAddress.Sign(Key(options)));
        // Azure lists models, while it is asked by the names of deployments: one does not tell of the other.
        var health = await listing.ReadAsync(options, new AzureOpenAiErrors(), time, cancellationToken);
        return health with { Models = [] };
    }

    private static Uri Address(ProviderOptions options, string model, string path)
    {
        if (options.ApiVersion == Undated)
            return Below(options, $"openai/v1/{path}");
        var version = Uri.EscapeDataString(options.ApiVersion ?? DefaultVersion);
        return Below(options, $"openai/deployments/{Uri.EscapeDataString(model)}/{path}?api-version={version}");
    }

    // People copy the endpoint with and without the path behind it.
    private static Uri Below(ProviderOptions options, string path)
    {
        if (options.BaseUrl is not { } url)
            return OpenAiAddress.Of(options, path);
        var root = url.AbsolutePath.IndexOf("/openai", StringComparison.OrdinalIgnoreCase);
        var start = root < 0 ? url.GetLeftPart(UriPartial.Path) : url.GetLeftPart(UriPartial.Authority) + url.AbsolutePath[..root];
        return new Uri($"{start.TrimEnd('/')}/{path}");
    }

    private static KeyValuePair<string, string>? Key(ProviderOptions options) =>
        options.Key is { } key ? new("api-key", key.Reveal()) : null;
}
