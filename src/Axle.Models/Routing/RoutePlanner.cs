using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Providers;

namespace Axle.Models.Routing;

/// <summary>
/// Orders everybody who could answer: the provider asked for, then the agent's preferences, then by priority, last the offline provider. The
/// same request and options give the same plan; health, limits and load decide later, at each choice (<see cref="Chooser"/>).
/// </summary>
internal sealed class RoutePlanner(ModelOptions options, IReadOnlyList<IModelProvider> providers, DeploymentTable deployments) : IRoutePlanner
{
    /// <summary>The name of the provider that needs nothing.</summary>
    public const string OfflineName = "offline";

    /// <summary>The model that leaves the choice to the complexity of the question.</summary>
    public const string Auto = "auto";

    private const int RankOfPriorities = 10_000;
    private const string OfflineReason = "No language model is configured or left to try, so the offline provider summarises the evidence.";
    private readonly ProviderNames _names = new(options, providers);

    /// <summary>Makes the plan; the offline provider is always in it.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: the request or a preference names a provider that does not exist.</exception>
    public RoutePlan Plan(ModelRequest request, QueryComplexity complexity)
    {
        var plan = new List<Candidate>();
        var model = request.Model is { } asked && asked.Equals(Auto, StringComparison.OrdinalIgnoreCase) ? null : request.Model;
        if (request.Model is not null && model is null)
            AddByQuality(plan, request, complexity);
        else if (request.Provider is { Length: > 0 } provider)
            Add(plan, 0, _names.Resolve(provider), model, $"The step asks for {provider}.");
        else if (model is not null)
            AddHomes(plan, model);

        // A model that was found a home is not asked of others: they go by their own names.
        var elsewhere = plan.Count > 0 ? null : model;
        for (var i = 0; i < request.Preferred.Count; i++)
        {
            var preferred = request.Preferred[i];
            Add(plan, 1 + i, _names.Resolve(preferred.Provider), elsewhere ?? preferred.Model, $"The agent prefers {preferred.Provider}.");
        }

        foreach (var entry in options.Providers.OrderBy(p => p.Priority).ThenBy(p => p.Name, StringComparer.Ordinal))
            Add(plan, RankOf(entry), entry, elsewhere, ReasonOf(entry));
        Add(plan, int.MaxValue, _names.Offline, model: null, OfflineReason);
        return new RoutePlan(Requested(request), [.. plan.OrderBy(c => c.Rank).Take(RoutePlan.Most - 1), .. plan.Skip(RoutePlan.Most - 1).TakeLast(1)]);
    }

    private int RankOf(ProviderOptions entry) =>
        options.Routing.Strategy == RoutingStrategy.Priority ? RankOfPriorities + entry.Priority : RankOfPriorities;

    private string ReasonOf(ProviderOptions entry) => options.Routing.Strategy switch
    {
        RoutingStrategy.Cost => "It is the cheapest usable.",
        RoutingStrategy.Latency => "It answered fastest lately.",
        RoutingStrategy.Balanced => "It has the least to do.",
        _ => $"It is the first usable by priority ({entry.Priority}).",
    };

    private void AddHomes(List<Candidate> plan, string model)
    {
        var homes = _names.HomesOf(model);
        foreach (var home in homes)
        {
            Add(plan, 0, home, model, homes.Count == 1
                ? $"The step asks for {model}, a model of {home.Name}."
                : $"The step asks for {model}, one of {homes.Count} that serve it.");
        }
    }

    // The cheapest model that is good enough; behind them, best first, those that are not, for when nothing else is left.
    private void AddByQuality(List<Candidate> plan, ModelRequest request, QueryComplexity complexity)
    {
        var floor = Math.Max(options.Routing.QualityFloors.For(complexity), request.QualityFloor ?? 0);
        var all = options.Providers
            .Where(entry => request.Provider is null or "" || _names.Resolve(request.Provider).Name == entry.Name)
            .SelectMany(entry => entry.Models.Prepend(entry.DefaultModel).Where(m => m.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)
                .SelectMany(m => deployments.For(entry, _names.ProviderOf(entry), m)))
            .Select(d => (Deployment: d, Quality: QualityOf(d.Card, complexity) ?? -1, Price: PriceOf(d) ?? decimal.MaxValue))
            .ToList();
        var good = all.Where(m => m.Quality >= floor).OrderBy(m => m.Price).ThenByDescending(m => m.Quality);
        var rest = all.Where(m => m.Quality < floor).OrderByDescending(m => m.Quality);
        var rank = 0;
        foreach (var (deployment, quality, _) in good)
            Add(plan, rank++, deployment, $"It is the cheapest of quality {floor} or more for a {Word(complexity)} question (it has {quality}).");
        foreach (var (deployment, quality, _) in rest)
        {
            Add(plan, rank++, deployment, quality < 0
                ? "Its quality is not known, so it comes after those that are good enough."
                : $"Its quality ({quality}) is below {floor}, what a {Word(complexity)} question wants.");
        }
    }

    private void Add(List<Candidate> plan, int rank, ProviderOptions entry, string? model, string reason)
    {
        if (plan.Any(c => c.Deployment.Options.Name == entry.Name))
            return;
        var provider = _names.ProviderOf(entry);
        var named = model ?? (entry.DefaultModel.Length > 0 ? entry.DefaultModel : provider.Description.DefaultModel);
        foreach (var deployment in deployments.For(entry, provider, named))
            Add(plan, rank, deployment, reason);
    }

    private static void Add(List<Candidate> plan, int rank, Deployment deployment, string reason) =>
        plan.Add(new Candidate(deployment, rank, reason, deployment.SkipReason) { Price = PriceOf(deployment) });

    private static int? QualityOf(ModelCard? card, QueryComplexity complexity) =>
        complexity == QueryComplexity.Code ? card?.CodeQuality ?? card?.Quality : card?.Quality;

    private static decimal? PriceOf(Deployment deployment) =>
        deployment.Card?.Prices.LastOrDefault() is { } price && (price.Input ?? price.Output) is not null ? (price.Input ?? 0) + (price.Output ?? 0) : null;

    private static string Word(QueryComplexity complexity) => complexity switch
    {
        QueryComplexity.Simple => "simple",
        QueryComplexity.Standard => "standard",
        QueryComplexity.Code => "coding",
        _ => "complex",
    };

    private static string? Requested(ModelRequest request) => (request.Provider, request.Model) switch
    {
        (null or "", null) => null,
        (null or "", var model) => model,
        (var provider, null) => provider,
        var (provider, model) => $"{provider}/{model}",
    };
}
