namespace Axle.Models.Providers;

/// <summary>That a provider answered, asked without spending tokens.</summary>
/// <param name="Latency">How long it took.</param>
/// <param name="Models">The models that it offers to this key, in its order; the first page of long lists; empty when it does not say.</param>
public sealed record ProviderHealth(TimeSpan Latency, IReadOnlyList<string> Models)
{
    /// <summary>Whether it offers a model; true when it does not say. Lists name dated versions of a model and may put a path before it.</summary>
    public bool Offers(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var name = NameOf(model);
        return Models.Count == 0 || Models.Any(offered => NameOf(offered).StartsWith(name, StringComparison.OrdinalIgnoreCase));
    }

    private static string NameOf(string model) => model[(model.LastIndexOf('/') + 1)..];
}
