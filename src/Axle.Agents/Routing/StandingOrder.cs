using System.Collections.Immutable;
using System.Globalization;
using Axle.Agents.Standing;

namespace Axle.Agents.Routing;

/// <summary>
/// Puts those who can do a piece of work in the order in which they are asked. Agents whose fit is within a tenth of the best one's are equally
/// capable: among them the more important goes first, then the one with the better health and the lower load, then the better fit. All others
/// follow by fit. An agent that is out goes behind everybody who is not; one without a free place goes behind its equals only, because waiting for
/// the right one is better than work by a worse one.
/// </summary>
internal static class StandingOrder
{
    private const double EqualShare = 0.9;

    public static ImmutableArray<RankedAgent> Of(List<AgentRoute> routes, AgentBook? book)
    {
        // The agent that was named is asked for by name: nobody is its equal.
        var isNamed = routes[0].AgentMatch != AgentMatch.Capability;
        var equalFrom = isNamed ? double.MaxValue : routes[0].Confidence * EqualShare;
        var places = new List<Place>(routes.Count);
        foreach (var route in routes)
        {
            var standing = book?.StandingOf(route.Agent) ?? new AgentStanding();
            var isEqual = route.Confidence >= equalFrom;
            var tier = standing.IsOut ? 3 : isNamed && route == routes[0] ? 0 : isEqual && standing.IsFull ? 1 : isEqual ? 0 : 2;
            places.Add(new Place(route, standing, tier, isEqual));
        }

        places.Sort(static (a, b) => a.CompareTo(b));
        return [.. places.Select(static p => new RankedAgent(p.Route, p.Standing, Why(p)))];
    }

    private static string Why(Place place)
    {
        var standing = place.Standing;
        var health = standing.IsOut ? $"out after {standing.Health.FailuresInARow} failures in a row ({standing.Health.LastFault.ToName()})"
            : standing.Health.SuccessShare >= 0.995 ? "healthy"
            : $"{RouteReasons.Percent(standing.Health.SuccessShare)} of its work succeeds";
        var load = standing.Places is { } places
            ? string.Create(CultureInfo.InvariantCulture, $"{standing.Working} of {places} places taken{(standing.Waiting > 0 ? $", {standing.Waiting} wait" : "")}")
            : string.Create(CultureInfo.InvariantCulture, $"{standing.Working} at work");
        var priority = place.Route.Agent.Priority == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; priority {place.Route.Agent.Priority}");
        return $"Fits {RouteReasons.Percent(place.Route.Confidence)}; {health}; {load}{priority}.";
    }

    private sealed record Place(AgentRoute Route, AgentStanding Standing, int Tier, bool IsEqual) : IComparable<Place>
    {
        private double Worth => Standing.Health.SuccessShare / (1 + Standing.Load);

        public int CompareTo(Place? other)
        {
            if (other is null)
                return -1;
            var order = Tier.CompareTo(other.Tier);
            if (order == 0 && IsEqual && other.IsEqual)
                order = other.Route.Agent.Priority.CompareTo(Route.Agent.Priority) is not 0 and var priority ? priority : other.Worth.CompareTo(Worth);
            if (order == 0)
                order = other.Route.Confidence.CompareTo(Route.Confidence);
            // Stand-ins of one name fit alike.
            if (order == 0)
                order = other.Route.Agent.Priority.CompareTo(Route.Agent.Priority) is not 0 and var priority ? priority : other.Worth.CompareTo(Worth);
            return order != 0 ? order : string.CompareOrdinal(Route.Agent.Id, other.Route.Agent.Id);
        }
    }
}
