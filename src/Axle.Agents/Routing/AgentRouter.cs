using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Axle.Agents.Standing;

namespace Axle.Agents.Routing;

/// <summary>
/// Finds the agent and the action for a piece of work: by name, by alias, and failing both by capability. Deterministic: equal
/// scores are decided by the order of ids. Everything is indexed when the router is made; a route takes no lock and little memory. Who is ill,
/// full or more important than others counts in <see cref="Rank"/> alone, so that a route tells the same before and while a workflow runs.
/// </summary>
public sealed class AgentRouter
{
    /// <summary>Below this confidence nobody is chosen.</summary>
    public const double LeastConfidence = 0.3;

    /// <summary>From this confidence on, the named agent's nearest action is preferred to another agent's action of the very name.</summary>
    public const double SureConfidence = 0.7;

    /// <summary>Confidence that is added when an agent that was not named has an action of the very name.</summary>
    private const double OwnsAction = 0.85;

    /// <summary>Part of the confidence that depends on how well the words of an action fit that was not named.</summary>
    private const double ActionShare = 0.4;

    private const int MaxCandidates = 5;
    private readonly AgentRegistry _registry;
    private readonly AgentBook? _book;
    private readonly CapabilityIndex _index;
    private readonly ActionIndex[] _actions;
    private readonly FrozenDictionary<string, int[]> _owners;
    private readonly FrozenDictionary<string, int> _numbers;

    /// <summary>Indexes all agents of a registry.</summary>
    /// <param name="registry">The agents.</param>
    /// <param name="book">How they are doing; null when everybody counts as well and free.</param>
    public AgentRouter(AgentRegistry registry, AgentBook? book = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        (_registry, _book) = (registry, book);
        var agents = registry.All;
        _index = new CapabilityIndex(agents);
        _actions = [.. agents.Select(agent => new ActionIndex(agent, _index))];
        _numbers = agents.Select(static (agent, i) => KeyValuePair.Create(agent.Id, i)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _owners =
            agents.SelectMany(static (agent, i) => agent.Actions.SelectMany(static action => action.Aliases.Prepend(action.Name)).Select(name => (name, i)))
            .GroupBy(static pair => pair.name, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(static group => group.Key, static group => group.Select(static pair => pair.i).Distinct().ToArray(),
                StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The agents that can be chosen.</summary>
    public AgentRegistry Registry => _registry;

    /// <summary>Finds who does it.</summary>
    /// <param name="agent">Id or alias, as written; null to have the agent inferred from the rest.</param>
    /// <param name="action">The action, as written.</param>
    /// <param name="text">More words about the work, for example a description; null for none.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody is likely enough; the message names the nearest.</exception>
    public AgentRoute Route(string? agent, string action, string? text = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(action);
        if (agent is null)
            return ByCapability(null, action, text);
        if (_registry.FindById(agent) is { } byId)
            return WithAgent(agent, byId, AgentMatch.Id, action, text);
        return _registry.FindByAlias(agent) is { } byAlias
            ? WithAgent(agent, byAlias, AgentMatch.Alias, action, text)
            : ByCapability(agent, action, text);
    }

    /// <summary>
    /// Finds who does it, and who does it when that one cannot: stand-ins of an agent that was named have an action of the very name; where
    /// nobody was named, they are those that the work fits, too. An action on the outside world is never guessed for a stand-in.
    /// </summary>
    /// <param name="agent">Id or alias, as written; null to have the agent inferred from the rest.</param>
    /// <param name="action">The action, as written.</param>
    /// <param name="text">More words about the work, for example a description; null for none.</param>
    /// <returns>At least one, at most five, in the order in which they are to be asked.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody is likely enough; the message names the nearest.</exception>
    public ImmutableArray<RankedAgent> Rank(string? agent, string action, string? text = null)
    {
        var route = Route(agent, action, text);
        var routes = new List<AgentRoute>(MaxCandidates) { route };
        if (route.AgentMatch == AgentMatch.Capability)
            routes.AddRange(route.Candidates.Skip(1).Select(candidate => StandIn(route, candidate)).OfType<AgentRoute>());
        else
            routes.AddRange(Namesakes(route));
        return StandingOrder.Of(routes, _book);
    }

    private AgentRoute WithAgent(string name, AgentDefinition agent, AgentMatch match, string action, string? text)
    {
        var actions = _actions[_numbers[agent.Id]];
        if (actions.Named(action) is { } named)
            return new AgentRoute(agent, named, 1, match, ActionMatch.Name, [], RouteReasons.Named(name, agent, named));
        if (actions.Aliased(action) is { } aliased)
            return new AgentRoute(agent, aliased, 1, match, ActionMatch.Alias, [], RouteReasons.ActionAlias(agent, action, aliased));

        Span<int> room = stackalloc int[CapabilityIndex.MaxWords];
        var question = new Question(_index, room);
        question.Add(action);
        var (nearest, confidence) = actions.Nearest(question);
        if (nearest is { World: false } && (confidence >= SureConfidence || (confidence >= LeastConfidence && !_owners.ContainsKey(action))))
            return new AgentRoute(agent, nearest, confidence, match, ActionMatch.Nearest, [], RouteReasons.NearestAction(agent, action, nearest, confidence));
        if (_owners.ContainsKey(action))
            return ByCapability(name, action, text, instead: agent);
        throw RouteReasons.NoAction(agent, action, confidence > 0 ? nearest : null);
    }

    private AgentRoute ByCapability(string? name, string action, string? text, AgentDefinition? instead = null)
    {
        Span<int> room = stackalloc int[CapabilityIndex.MaxWords];
        var question = new Question(_index, room);
        question.Add(name);
        question.Add(action);
        question.Add(text);
        Span<ScoredAgent> best = stackalloc ScoredAgent[MaxCandidates];
        best = best[.._index.Best(question, best)];
        if (_owners.TryGetValue(action, out var owners))
            best = WithOwners(owners, question, best, stackalloc ScoredAgent[MaxCandidates]);
        return Choose(name, action, instead, question, best);
    }

    /// <summary>An agent that has an action of the very name comes before those whose words alone fit.</summary>
    private Span<ScoredAgent> WithOwners(int[] owners, in Question question, ReadOnlySpan<ScoredAgent> others, Span<ScoredAgent> best)
    {
        var count = 0;
        foreach (var owner in owners)
        {
            var score = (float)(OwnsAction + ((1 - OwnsAction) * _index.ScoreOf(owner, question) * 0.99));
            Insert(new ScoredAgent(owner, score), best, ref count);
        }

        foreach (var other in others)
        {
            if (!owners.Contains(other.Number))
                Insert(other, best, ref count);
        }

        return best[..count];
    }

    private AgentRoute Choose(string? name, string action, AgentDefinition? instead, in Question question, ReadOnlySpan<ScoredAgent> best)
    {
        var candidates = ImmutableArray.CreateBuilder<RouteCandidate>(best.Length);
        var (chosen, chosenAction, chosenMatch, confidence) = (-1, default(ActionDefinition), ActionMatch.Nearest, 0d);
        foreach (var (number, score) in best)
        {
            var (found, match, sure) = FindAction(number, action, question);
            var total = Math.Round(score * sure, 3);
            candidates.Add(new RouteCandidate(_registry.All[number].Id, found?.Name, total));
            if (total > confidence)
                (chosen, chosenAction, chosenMatch, confidence) = (number, found, match, total);
        }

        candidates.Sort(static (a, b) =>
            b.Confidence.CompareTo(a.Confidence) is not 0 and var order ? order : string.CompareOrdinal(a.Agent, b.Agent));
        var considered = candidates.DrainToImmutable();
        if (chosenAction is null || confidence < LeastConfidence)
            throw RouteReasons.Nobody(_registry, name, action, considered);
        if (chosenAction.World && chosenMatch == ActionMatch.Nearest)
            throw RouteReasons.MustBeNamed(_registry.All[chosen], action, chosenAction);
        var agent = _registry.All[chosen];
        return new AgentRoute(
            agent, chosenAction, confidence, instead is null ? AgentMatch.Capability : AgentMatch.Rerouted, chosenMatch, considered,
            RouteReasons.Capability(name, action, instead, agent, chosenAction, confidence));
    }

    /// <summary>Others that have an action of the very name.</summary>
    private IEnumerable<AgentRoute> Namesakes(AgentRoute route) => _owners.GetValueOrDefault(route.Action.Name, [])
        .Select(number => _registry.All[number])
        .Where(other => other != route.Agent)
        .Select(other => (Agent: other, Action: _actions[_numbers[other.Id]].Named(route.Action.Name)))
        .Where(static other => other.Action is not null)
        .Take(MaxCandidates - 1)
        .Select(other => new AgentRoute(
            other.Agent, other.Action!, route.Confidence, AgentMatch.Rerouted, ActionMatch.Name, [], RouteReasons.StandIn(other.Agent, other.Action!, route)));

    private AgentRoute? StandIn(AgentRoute route, RouteCandidate candidate)
    {
        if (candidate.Action is null || candidate.Confidence < LeastConfidence || candidate.Agent == route.Agent.Id)
            return null;
        var number = _numbers[candidate.Agent];
        var action = _actions[number].Named(candidate.Action)!;
        var match = string.Equals(action.Name, route.Action.Name, StringComparison.OrdinalIgnoreCase) ? ActionMatch.Name : ActionMatch.Nearest;
        return action.World && match == ActionMatch.Nearest
            ? null
            : new AgentRoute(
                _registry.All[number], action, candidate.Confidence, AgentMatch.Capability, match, route.Candidates,
                RouteReasons.StandIn(_registry.All[number], action, route));
    }

    // An agent that answers to the work well enough is not refused because its action is worded differently.
    private (ActionDefinition? Action, ActionMatch Match, double Confidence) FindAction(int number, string action, in Question question)
    {
        if (_actions[number].Named(action) is { } named)
            return (named, ActionMatch.Name, 1);
        if (_actions[number].Aliased(action) is { } aliased)
            return (aliased, ActionMatch.Alias, 1);
        var (nearest, confidence) = _actions[number].Nearest(question);
        return (nearest, ActionMatch.Nearest, nearest is null ? 0 : (1 - ActionShare) + (ActionShare * confidence));
    }

    private static void Insert(ScoredAgent scored, Span<ScoredAgent> best, ref int count)
    {
        if (count == best.Length && !scored.IsBefore(best[^1]))
            return;
        var place = count < best.Length ? count++ : count - 1;
        for (; place > 0 && scored.IsBefore(best[place - 1]); place--)
            best[place] = best[place - 1];
        best[place] = scored;
    }
}
