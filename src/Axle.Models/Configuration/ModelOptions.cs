using Axle.Models.Budget;
using Axle.Models.Cache;
using Axle.Models.Catalog;
using Axle.Models.Guarding;
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

    /// <summary>What is checked on its way to a model.</summary>
    public GuardrailOptions Guardrails { get; init; } = new();

    /// <summary>Who may ask the gateway when it is a server; empty lets in everybody on this machine.</summary>
    public IReadOnlyList<GatewayKey> GatewayKeys { get; init; } = [];

    /// <summary>Whether at least one provider other than the offline one can be asked.</summary>
    public bool HasModel => Recording.Mode == RecordingMode.Replay || Providers.Any(CanBeAsked);

    /// <summary>Whether at least one of those is known to cost something: without, no money that is spent on models is counted.</summary>
    public bool HasPrices => Providers.Any(provider =>
        CanBeAsked(provider) && provider.Models.Prepend(provider.DefaultModel).Any(model => IsPriced(provider, model)));

    private bool IsPriced(ProviderOptions provider, string model) =>
        Catalog.Find(provider, model) is { } card && card.Prices.Any(static price => price.Input > 0 || price.Output > 0);

    private static bool CanBeAsked(ProviderOptions provider) => provider.Enabled && (provider.Key is not null || provider.KeyVariables.Count == 0);
}
