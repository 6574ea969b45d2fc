using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Catalog;
using Axle.Models.Recording;
using Axle.Models.Routing;

namespace Axle.Models.Configuration;

/// <summary>All providers as configured. The offline provider is always there and needs no entry.</summary>
/// <param name="Providers">One entry a provider, in the order of priority.</param>
public sealed record ModelOptions(IReadOnlyList<ProviderOptions> Providers)
{
    /// <summary>Nothing configured: every question goes to the offline provider.</summary>
    public static ModelOptions None { get; } = new([]);

    /// <summary>How providers are chosen when a request leaves the choice open.</summary>
    public RoutingOptions Routing { get; init; } = new();

    /// <summary>How answers are kept.</summary>
    public CacheOptions Cache { get; init; } = CacheOptions.Default;

    /// <summary>Whether traffic with providers is recorded or played back.</summary>
    public RecordingOptions Recording { get; init; } = RecordingOptions.Off;

    /// <summary>What models can do and cost.</summary>
    public ModelCatalog Catalog { get; init; } = ModelCatalog.Default;

    /// <summary>What may be spent.</summary>
    public BudgetOptions Budgets { get; init; } = BudgetOptions.Default;

    /// <summary>Whether at least one provider other than the offline one can be asked.</summary>
    public bool HasModel => Recording.Mode == RecordingMode.Replay || Providers.Any(CanBeAsked);

    /// <summary>Whether it is known of at least one of those what it costs: without, no money that is spent on models is counted.</summary>
    public bool HasPrices => Providers.Any(p => CanBeAsked(p) && p.Models.Prepend(p.DefaultModel).Any(m => Catalog.Find(p, m) is { Prices.IsEmpty: false }));

    private static bool CanBeAsked(ProviderOptions provider) => provider.Enabled && (provider.Key is not null || provider.KeyVariables.Count == 0);
}
