using System.Text.Json;
using Axle.Agents.Routing;
using Axle.Workflows.Definition;

namespace Axle.Agents.Reasoning;

/// <summary>Finds who does a step: by the names it gives, or, for a task in words, by the words.</summary>
internal static class AgentTask
{
    public static AgentRoute Route(AgentRouter router, AgentAction asked, JsonElement input)
    {
        if (!FreeTask.IsAskedFor(asked))
            return router.Route(asked.Agent, asked.Action);
        if ((asked.Agent ?? Text(input, "agent")) is not { } name)
        {
            var fitting = router.Route(null, Text(input, "task") ?? FreeTask.Name);
            return fitting with { Action = FreeTask.Action };
        }

        var agent = router.Registry.Get(name);
        var own = agent.Actions.FirstOrDefault(static a => a.Name == FreeTask.Name);
        var match = agent.Id.Equals(name, StringComparison.OrdinalIgnoreCase) ? AgentMatch.Id : AgentMatch.Alias;
        return new AgentRoute(agent, own ?? FreeTask.Action, 1, match, ActionMatch.Name, [], $"Agent '{agent.Id}' was named, with a task in words.");
    }

    private static string? Text(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            && !string.IsNullOrWhiteSpace(text.GetString()) ? text.GetString() : null;
}
