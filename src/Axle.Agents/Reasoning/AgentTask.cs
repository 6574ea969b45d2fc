using System.Text.Json;
using Axle.Agents.Routing;
using Axle.Workflows.Definition;

namespace Axle.Agents.Reasoning;

/// <summary>Finds who does a step: by the names it gives, or, for a task in words, by the words.</summary>
internal static class AgentTask
{
    public static AgentRoute Route(AgentRouter router, AgentAction asked, JsonElement input)
    {
        if (!asked.Action.Equals(FreeTask.Name, StringComparison.OrdinalIgnoreCase))
            return router.Route(asked.Agent, asked.Action);
        var words = input.ValueKind == JsonValueKind.Object && input.TryGetProperty("task", out var task) && task.ValueKind == JsonValueKind.String ? task.GetString()! : "";
        if (asked.Agent is null)
        {
            var fitting = router.Route(null, string.IsNullOrWhiteSpace(words) ? FreeTask.Name : words);
            return fitting with { Action = FreeTask.Action };
        }

        var agent = router.Registry.Get(asked.Agent);
        var own = agent.Actions.FirstOrDefault(static a => a.Name == FreeTask.Name);
        var match = agent.Id.Equals(asked.Agent, StringComparison.OrdinalIgnoreCase) ? AgentMatch.Id : AgentMatch.Alias;
        return new AgentRoute(agent, own ?? FreeTask.Action, 1, match, ActionMatch.Name, [], $"Agent '{agent.Id}' was named, with a task in words.");
    }
}
