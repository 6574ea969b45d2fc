using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Workflows.Definition;

namespace Axle.Agents.Reasoning;

/// <summary>Finds who does a step: by the names it gives, or, for a task in words, by the words.</summary>
internal static class AgentTask
{
    /// <summary>Who does it.</summary>
    public static AgentRoute Route(AgentRouter router, AgentAction asked, JsonElement input) => !FreeTask.IsAskedFor(asked)
        ? router.Route(asked.Agent, asked.Action)
        : NameOf(asked, input) is { } name
            ? Named(router, name)
            : router.Route(null, Text(input, "task") ?? FreeTask.Name) with { Action = FreeTask.Action };

    /// <summary>Who does it, and who does it when that one cannot, in the order in which they are to be asked.</summary>
    public static ImmutableArray<RankedAgent> Rank(AgentRouter router, AgentAction asked, JsonElement input)
    {
        if (!FreeTask.IsAskedFor(asked))
            return router.Rank(asked.Agent, asked.Action);
        if (NameOf(asked, input) is { } name)
            return [new RankedAgent(Named(router, name), default, "It was named.")];
        return [.. router.Rank(null, Text(input, "task") ?? FreeTask.Name).Select(static r => r with { Route = r.Route with { Action = FreeTask.Action } })];
    }

    /// <summary>Who began a piece of work, in its later turns.</summary>
    public static AgentRoute Kept(AgentRouter router, TurnNote begun)
    {
        var agent = router.Registry.Get(begun.Agent ?? throw new AxleException(ErrorKind.Internal, "The first turn does not say whose it is."));
        var action = agent.Actions.FirstOrDefault(a => a.Name == begun.Action) ?? (begun.Action == FreeTask.Name
            ? FreeTask.Action
            : throw new AxleException(ErrorKind.NotFound, $"Agent '{agent.Id}' has no action '{begun.Action}' any more, in the middle of which it is."));
        return new AgentRoute(agent, action, 1, AgentMatch.Id, ActionMatch.Name, [], $"Agent '{agent.Id}' began it.");
    }

    private static string? NameOf(AgentAction asked, JsonElement input) => asked.Agent ?? Text(input, "agent");

    private static AgentRoute Named(AgentRouter router, string name)
    {
        var agent = router.Registry.Get(name);
        var own = agent.Actions.FirstOrDefault(static a => a.Name == FreeTask.Name && a.Tool is null);
        var match = agent.Id.Equals(name, StringComparison.OrdinalIgnoreCase) ? AgentMatch.Id : AgentMatch.Alias;
        return new AgentRoute(agent, own ?? FreeTask.Action, 1, match, ActionMatch.Name, [], $"Agent '{agent.Id}' was named, with a task in words.");
    }

    private static string? Text(JsonElement input, string name) => input.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
