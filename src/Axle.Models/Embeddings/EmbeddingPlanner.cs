using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Embeddings;

/// <summary>
/// Orders everybody who could make vectors with one model, whoever has it: vectors of another could not be compared with those that the caller has. The
/// provider that needs nothing is only asked by its name.
/// </summary>
internal sealed class EmbeddingPlanner(
    ModelOptions options, IReadOnlyList<IModelProvider> providers, DeploymentTable deployments, TimeProvider time) : IRoutePlanner
{
    private readonly ProviderNames _names = new(options, providers);

    /// <inheritdoc/>
    public RoutePlan Plan(ModelRequest request, QueryComplexity complexity)
    {
        var candidates = EntriesFor(request)
            .SelectMany((entry, rank) => DeploymentsOf(entry, request.Model).Select(deployment => Candidate(deployment, rank, request)))
            .Take(RoutePlan.Most)
            .ToArray();
        return candidates.Length > 0
            ? new RoutePlan(request.Provider is { } provider ? $"{provider}/{request.Model}" : request.Model, candidates)
            : throw new AxleException(ErrorKind.NotFound,
                $"No provider that can be asked makes vectors with '{request.Model ?? request.Provider}'. Name one as 'provider/model', for example " +
                "'openai/text-embedding-3-small', and see that it has a key.");
    }

    /// <summary>Makes the client of a deployment that was planned with.</summary>
    public static IEmbeddingGenerator<string, Embedding<float>> Connect(Deployment deployment, TimeProvider time) =>
        deployment.Provider.ConnectEmbeddings(deployment.Options, deployment.Model, time)
        ?? throw new InvalidOperationException($"{deployment.Options.Name} makes no vectors, and should not be in the plan.");

    private IEnumerable<ProviderOptions> EntriesFor(ModelRequest request)
    {
        if (request.Provider is { Length: > 0 } name)
            return [_names.Resolve(name)];
        var homes = request.Model is { } model ? _names.HomesOf(model) : [];
        return (homes.Count > 0 ? homes : options.Providers)
            .Where(CanBeAsked)
            .OrderBy(static p => p.Priority)
            .ThenBy(static p => p.Name, StringComparer.Ordinal);
    }

    private bool CanBeAsked(ProviderOptions entry) => entry.Enabled && (entry.Key is not null || !_names.ProviderOf(entry).Description.NeedsKey);

    private IEnumerable<Deployment> DeploymentsOf(ProviderOptions entry, string? model)
    {
        var provider = _names.ProviderOf(entry);
        var asked = model ?? (entry.Kind == RoutePlanner.OfflineName ? entry.DefaultModel : null);
        if (asked is null)
            return [];
        using var client = provider.ConnectEmbeddings(entry, asked, time);
        return client is null ? [] : deployments.For(entry, provider, asked);
    }

    private static Candidate Candidate(Deployment deployment, int rank, ModelRequest request) => new(
        deployment,
        rank,
        request.Provider is null ? $"It has {deployment.Model}." : $"The request asks for {request.Provider}.",
        deployment.SkipReason);
}
