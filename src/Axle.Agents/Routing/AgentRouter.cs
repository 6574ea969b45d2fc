using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Agents.Definition;
using Axle.Agents.Registry;

namespace Axle.Agents.Routing;

/// <summary>
/// Finds the agent and the action for a piece of work: by name, by alias, and failing both by capability. Deterministic: equal
/// scores are decided by the order of ids. Everything is indexed when the router is made; a route takes no lock and little memory.
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
    private readonly CapabilityIndex _index;
    private readonly ActionIndex[] _actions;
    private readonly FrozenDictionary<string, int[]> _owners;
    private readonly FrozenDictionary<string, int> _numbers;

    /// <summary>Indexes all agents of a registry.</summary>
    public AgentRouter(AgentRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _registry = registry;
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
        var rented = ArrayPool<float>.Shared.Rent(Math.Max(_index.Count, 1));
        try
        {
            var scores = rented.AsSpan(0, _index.Count);
            scores.Clear();
            _index.Score(question, scores);
            if (_owners.TryGetValue(action, out var owners))
            {
                foreach (var owner in owners)
                    scores[owner] = (float)(OwnsAction + ((1 - OwnsAction) * scores[owner] * 0.99));
            }

            return Choose(name, action, instead, question, scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    private AgentRoute Choose(string? name, string action, AgentDefinition? instead, in Question question, ReadOnlySpan<float> scores)
    {
        Span<int> best = stackalloc int[MaxCandidates];
        best = best[..Best(scores, best)];
        var candidates = ImmutableArray.CreateBuilder<RouteCandidate>(best.Length);
        var (chosen, chosenAction, chosenMatch, confidence) = (-1, default(ActionDefinition), ActionMatch.Nearest, 0d);
        foreach (var number in best)
        {
            var (found, match, sure) = FindAction(number, action, question);
            var total = Math.Round(scores[number] * sure, 3);
            candidates.Add(new RouteCandidate(_registry.All[number].Id, found?.Name, total));
            if (total > confidence)
                (chosen, chosenAction, chosenMatch, confidence) = (number, found, match, total);
        }

        var considered = candidates.OrderByDescending(static candidate => candidate.Confidence)
            .ThenBy(static candidate => candidate.Agent, StringComparer.Ordinal).ToImmutableArray();
        if (chosenAction is null || confidence < LeastConfidence)
            throw RouteReasons.Nobody(_registry, name, action, considered);
        if (chosenAction.World && chosenMatch == ActionMatch.Nearest)
            throw RouteReasons.MustBeNamed(_registry.All[chosen], action, chosenAction);
        var agent = _registry.All[chosen];
        return new AgentRoute(
            agent, chosenAction, confidence, instead is null ? AgentMatch.Capability : AgentMatch.Rerouted, chosenMatch, considered,
            RouteReasons.Capability(name, action, instead, agent, chosenAction, confidence));
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

    /// <summary>Numbers of the agents with the highest scores, best first; among equals the lower number, which is the earlier id.</summary>
    private static int Best(ReadOnlySpan<float> scores, Span<int> best)
    {
        var count = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] <= 0 || (count == best.Length && scores[i] <= scores[best[count - 1]]))
                continue;
            var place = count < best.Length ? count++ : count - 1;
            for (; place > 0 && scores[best[place - 1]] < scores[i]; place--)
                best[place] = best[place - 1];
            best[place] = i;
        }

        return count;
    }
}
