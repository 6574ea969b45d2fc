using Axle.Models.Catalog;
using Axle.Models.Health;
using Axle.Models.Limits;

namespace Axle.Models.Routing;

/// <summary>
/// Chooses among the candidates of a plan at one moment: the first rank in which somebody can, and within it the one with the best prospects. The
/// offline provider is only chosen when it was asked for. Looks only; taking it is another step, since two calls may choose at once.
/// </summary>
internal static class Chooser
{
    /// <summary>Below this share of failures a deployment behind an open breaker is still worth a try when nobody else is left.</summary>
    private const double WorthTrying = 0.9;

    /// <summary>Chooses; -1 when nobody can. Obstacles are noted for each candidate that was looked at, none for the others.</summary>
    public static int Choose(RoutePlan plan, in Choice choice, Span<Obstacle> obstacles)
    {
        obstacles.Clear();
        var best = -1;
        var bestScore = double.MaxValue;
        for (var i = 0; i < plan.Candidates.Length; i++)
        {
            var candidate = plan.Candidates[i];
            if (best >= 0 && candidate.Rank != plan.Candidates[best].Rank)
                break;
            obstacles[i] = ObstacleOf(candidate, i, choice);
            if (obstacles[i].Kind != ObstacleKind.None)
                continue;
            var score = Score(candidate, choice);
            if (score < bestScore)
                (best, bestScore) = (i, score);
        }

        return best;
    }

    /// <summary>
    /// When everybody is behind a breaker: the one that fails least, if it answers at all now and then. Trouble that all have alike would else
    /// take all of them out, though another attempt could help.
    /// </summary>
    public static int ChooseAnyway(RoutePlan plan, ReadOnlySpan<Obstacle> obstacles, ulong except)
    {
        var best = -1;
        var bestShare = WorthTrying;
        for (var i = 0; i < obstacles.Length; i++)
        {
            if (obstacles[i].Kind != ObstacleKind.Circuit || (except & (1UL << i)) != 0)
                continue;
            var health = plan.Candidates[i].Deployment.Health;
            if (health.FailureShare < bestShare && HealthMachine.Passes(health.Cause))
                (best, bestShare) = (i, health.FailureShare);
        }

        return best;
    }

    private static Obstacle ObstacleOf(Candidate candidate, int index, in Choice choice)
    {
        if (candidate.SkipReason is not null)
            return new Obstacle(ObstacleKind.Configuration);
        if ((choice.Tried & (1UL << index)) != 0)
            return new Obstacle(ObstacleKind.Tried);
        var deployment = candidate.Deployment;
        if (deployment.IsOffline)
            return index == 0 ? default : new Obstacle(ObstacleKind.Offline);
        if (deployment.Card is { } card)
        {
            // Nothing is known of a model of which no feature is: it may be able to.
            if (card.Features != ModelFeatures.None && (choice.Needs.Features & ~card.Features & (ModelFeatures.Tools | ModelFeatures.Images)) != 0)
                return new Obstacle(ObstacleKind.Feature);
            if (card.ContextTokens < Math.Max(choice.Needs.InputTokens, choice.ContextAbove + 1))
                return new Obstacle(ObstacleKind.Context);
        }

        if (candidate.Price >= choice.PriceBelow)
            return new Obstacle(ObstacleKind.Price);
        var health = deployment.Health;
        if (!HealthMachine.Admits(health, choice.Now))
            return new Obstacle(ObstacleKind.Circuit, health.OpenUntil > choice.Now ? health.OpenUntil : choice.Now.AddSeconds(1), health.Cause);
        var free = choice.Waits is not null && choice.Waits.TryGetValue(deployment.Limit, out var told)
            ? told
            : choice.Now + deployment.Limit.WaitFor(choice.Needs.Tokens, choice.Now);
        return free > choice.Now ? new Obstacle(ObstacleKind.Rate, free) : default;
    }

    // Smaller is better. Load divided by weight is what keeps equal ones equally busy; failures and a limit that runs out make it dearer.
    private static double Score(Candidate candidate, in Choice choice)
    {
        var deployment = candidate.Deployment;
        var health = deployment.Health;
        var load = (deployment.UnderWay + 1.0) / deployment.Options.Weight;
        var doubt = 1 + (4 * health.FailureShare);
        if (deployment.Limit.HeadRoom(choice.Now) < 0.1)
            doubt *= 4;
        if (choice.Needs.Conversation != 0 && deployment.Card?.Features.HasFlag(ModelFeatures.PromptCache) is true)
            return doubt * Rendezvous(choice.Needs.Conversation, deployment.Spread);
        return choice.Strategy switch
        {
            RoutingStrategy.Cost => doubt * (double)(candidate.Price ?? 1_000_000) * (1 + (load / 1000)),
            RoutingStrategy.Latency => doubt * load * (1 + health.Latency.TotalMilliseconds),
            _ => (doubt * load) + (Rendezvous(choice.Round, deployment.Spread) / 1000),
        };
    }

    // Highest random weight hashing (Thaler and Ravishankar, 1998): a conversation stays where it is as long as that one can be asked, and
    // conversations spread evenly. 0 to 1.
    private static double Rendezvous(uint conversation, uint spread)
    {
        var mixed = (conversation ^ spread) * 2654435761u;
        mixed = (mixed ^ (mixed >> 15)) * 2246822519u;
        return (mixed ^ (mixed >> 13)) / (double)uint.MaxValue;
    }
}

/// <summary>What a choice goes by.</summary>
/// <param name="Needs">What the call needs.</param>
/// <param name="Tried">Candidates that may not be chosen again, as bits.</param>
/// <param name="ContextAbove">Models whose context is known not to be larger than this are passed over; -1 for none.</param>
/// <param name="PriceBelow">Models whose price is known not to be lower than this are passed over.</param>
/// <param name="Strategy">What decides between equals.</param>
/// <param name="Now">The time.</param>
/// <param name="Round">Counts choices, so that equals take turns.</param>
/// <param name="Waits">Until when the call was told to wait for limits that processes share; null when it was told nothing.</param>
internal readonly record struct Choice(
    RouteNeeds Needs,
    ulong Tried,
    int ContextAbove,
    decimal PriceBelow,
    RoutingStrategy Strategy,
    DateTimeOffset Now,
    uint Round,
    IReadOnlyDictionary<RateLimit, DateTimeOffset>? Waits);
