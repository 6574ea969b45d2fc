using Axle.Models.Configuration;
using Axle.Models.Providers;

namespace Axle.Models.Routing;

/// <summary>Tells how every deployment stands: those that are configured, and those that a caller named.</summary>
internal sealed class DeploymentBoard(
    ModelOptions options, IReadOnlyList<IModelProvider> providers, DeploymentTable deployments, TimeProvider time)
{
    private readonly ProviderNames _names = new(options, providers);

    /// <summary>Looks at all of them, in the order of priority.</summary>
    public IReadOnlyList<DeploymentStanding> Look()
    {
        var configured = options.Providers.OrderBy(static p => p.Priority).ThenBy(static p => p.Name, StringComparer.Ordinal).SelectMany(Configured);
        var now = time.GetUtcNow();
        return [.. configured.Union(deployments.Known.Where(static d => !d.IsOffline)).Select(d => d.Standing(now))];
    }

    private IEnumerable<Deployment> Configured(ProviderOptions entry)
    {
        var provider = _names.ProviderOf(entry);
        var first = entry.DefaultModel.Length > 0 ? entry.DefaultModel : provider.Description.DefaultModel;
        return entry.Models.Prepend(first).Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(model => deployments.For(entry, provider, model));
    }
}
