namespace Axle.Models.Configuration;

/// <summary>All providers as configured. The offline provider is always there and needs no entry.</summary>
/// <param name="Providers">One entry a provider, in the order of priority.</param>
public sealed record ModelOptions(IReadOnlyList<ProviderOptions> Providers)
{
    /// <summary>Nothing configured: every question goes to the offline provider.</summary>
    public static ModelOptions None { get; } = new([]);

    /// <summary>Whether at least one provider other than the offline one can be asked.</summary>
    public bool HasModel => Providers.Any(p => p.Enabled && (p.Key is not null || p.KeyVariables.Count == 0));
}
