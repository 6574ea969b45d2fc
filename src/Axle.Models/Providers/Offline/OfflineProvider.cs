using Axle.Models.Configuration;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Offline;

/// <summary>
/// Answers without a network and without a language model: ranks, groups and summarises the evidence of the prompt, fills the output
/// schema, and says so in every answer.
/// </summary>
public sealed class OfflineProvider : IModelProvider
{
    /// <inheritdoc/>
    public ProviderDescription Description { get; } = new(
        Name: RoutePlanner.OfflineName,
        Aliases: ["none", "local-rules"],
        DefaultModel: "evidence-summary",
        Priority: int.MaxValue,
        NeedsKey: false,
        KeyVariables: [],
        BaseUrlVariable: null,
        ModelPrefixes: ["evidence-summary"],
        TelemetryName: "axle.offline");

    /// <inheritdoc/>
    public IChatClient Connect(ProviderOptions options, string model, TimeProvider time) => new OfflineChatClient();

    /// <inheritdoc/>
    /// <remarks>The vectors are lexical (hashed words and spellings): no model makes them.</remarks>
    public IEmbeddingGenerator<string, Embedding<float>> ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time) => new LexicalEmbeddings();

    /// <inheritdoc/>
    public Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderHealth?>(new ProviderHealth(TimeSpan.Zero, [Description.DefaultModel]));
}
