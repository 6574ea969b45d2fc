using System.Collections.Immutable;
using System.Globalization;
using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Axle.Schemas;

namespace Axle.Agents.Routing;

/// <summary>The sentences of routing: why a route was taken, and why none could be.</summary>
internal static class RouteReasons
{
    public static string Named(string name, AgentDefinition agent, ActionDefinition action) =>
        string.Equals(name, agent.Id, StringComparison.OrdinalIgnoreCase)
            ? $"'{agent.Id}' has the action '{action.Name}'."
            : $"'{name}' is an alias of agent '{agent.Id}'.";

    public static string ActionAlias(AgentDefinition agent, string asked, ActionDefinition action) =>
        $"'{asked}' is an alias of action '{action.Name}' of agent '{agent.Id}'.";

    public static string NearestAction(AgentDefinition agent, string asked, ActionDefinition action, double confidence) =>
        $"Agent '{agent.Id}' has no action '{asked}'; its nearest is '{action.Name}' (confidence {Percent(confidence)}).";

    public static string Capability(
        string? name, string asked, AgentDefinition? instead, AgentDefinition agent, ActionDefinition action, double confidence)
    {
        var why = (instead, name) switch
        {
            ({ } known, _) => $"Agent '{known.Id}' has no action '{asked}'",
            (_, { } unknown) => $"There is no agent '{unknown}'",
            _ => "No agent is named",
        };
        return $"{why}; '{agent.Id}' with action '{action.Name}' was chosen by capability (confidence {Percent(confidence)}).";
    }

    public static string StandIn(AgentDefinition agent, ActionDefinition action, AgentRoute route) =>
        $"'{agent.Id}' with action '{action.Name}' stands in for '{route.Agent.Id}'.";

    public static AxleException MustBeNamed(AgentDefinition agent, string asked, ActionDefinition action) => new(
        ErrorKind.NotFound,
        $"'{asked}' comes nearest to action '{action.Name}' of agent '{agent.Id}', which changes the outside world. Such actions are never guessed: name it.");

    public static AxleException NoAction(AgentDefinition agent, string asked, ActionDefinition? nearest)
    {
        if (nearest is { World: true })
            return MustBeNamed(agent, asked, nearest);
        var names = agent.Actions.Select(static action => action.Name).ToArray();
        var hint = NearestName.Find(asked, names.Concat(agent.Actions.SelectMany(static action => action.Aliases))) ?? nearest?.Name;
        return new AxleException(
            ErrorKind.NotFound,
            $"Agent '{agent.Id}' has no action '{asked}', and no other agent has it.{(hint is null ? "" : $" Did you mean '{hint}'?")} Its actions: {string.Join(", ", names)}.");
    }

    public static AxleException Nobody(AgentRegistry registry, string? name, string asked, ImmutableArray<RouteCandidate> considered)
    {
        var who = name is null ? $"No agent fits the action '{asked}'" : $"There is no agent '{name}', and no agent fits the action '{asked}'";
        var nearest = (name is null ? null : registry.Nearest(name)) is { } near ? $" Did you mean agent '{near}'?" : "";
        var others = considered.Where(static candidate => candidate.Action is not null)
            .Select(static candidate => $"{candidate.Agent}/{candidate.Action} ({Percent(candidate.Confidence)})").ToArray();
        return new AxleException(
            ErrorKind.NotFound,
            $"{who} (the least confidence is {Percent(AgentRouter.LeastConfidence)}).{nearest}" +
            (others.Length > 0
                ? $" Nearest: {string.Join(", ", others)}."
                : $" Agents: {string.Join(", ", registry.All.Take(30).Select(static agent => agent.Id))}."));
    }

    internal static string Percent(double share) => share.ToString("0%", CultureInfo.InvariantCulture);
}
