namespace Axle.Models.Routing;

/// <summary>How providers are chosen when a request leaves the choice open: section <c>routing</c> of <c>axle.yaml</c>.</summary>
public sealed record RoutingOptions
{
    /// <summary>What decides between providers that may answer. Default: their priority.</summary>
    public RoutingStrategy Strategy { get; init; }

    /// <summary>
    /// Lowest <see cref="Catalog.ModelCard.Quality"/> of a model that <c>model: auto</c> may take, by the complexity of the question. Among the
    /// models above it the cheapest is taken.
    /// </summary>
    public QualityFloors QualityFloors { get; init; } = new();

    /// <summary>When a deployment is taken out and let back in.</summary>
    public Health.HealthRules Health { get; init; } = new();
}

/// <summary>What decides between providers that may answer.</summary>
public enum RoutingStrategy
{
    /// <summary>The priority of their entries; equal ones share the load.</summary>
    Priority = 0,

    /// <summary>The price of the call.</summary>
    Cost,

    /// <summary>The time that they took lately.</summary>
    Latency,

    /// <summary>The load: the one with the fewest calls under way for its weight.</summary>
    Balanced,
}

/// <summary>Lowest quality of a model by the complexity of the question, 0 to 100.</summary>
public sealed record QualityFloors
{
    /// <summary>For short questions without demands. Default: 40.</summary>
    public int Simple { get; init; } = 40;

    /// <summary>For ordinary work. Default: 60.</summary>
    public int Standard { get; init; } = 60;

    /// <summary>For long, many-sided or reasoning work. Default: 80.</summary>
    public int Complex { get; init; } = 80;

    /// <summary>For code, held against <see cref="Catalog.ModelCard.CodeQuality"/>. Default: 70.</summary>
    public int Code { get; init; } = 70;

    internal int For(QueryComplexity complexity) => complexity switch
    {
        QueryComplexity.Simple => Simple,
        QueryComplexity.Standard => Standard,
        QueryComplexity.Code => Code,
        _ => Complex,
    };
}
