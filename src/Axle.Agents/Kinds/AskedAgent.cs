using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Routing;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>Who does a piece of work in the end.</summary>
/// <param name="Route">The agent and the action.</param>
/// <param name="Result">What it brought; null when the agent asks a language model, which has not happened yet.</param>
/// <param name="Decisions">Who was asked before and why not, for the run's history.</param>
public sealed record AskedAgent(AgentRoute Route, AgentResult? Result, ImmutableArray<StepDecision> Decisions)
{
    private static readonly string[] Owned = ["agent", "agentName", "action", "usage"];

    /// <summary>The step's output: who did what, and what it brought.</summary>
    /// <exception cref="InvalidOperationException">There is no result yet.</exception>
    public JsonElement ToOutput()
    {
        var result = Result ?? throw new InvalidOperationException("The agent asks a language model; there is no result yet.");
        var output = new JsonObject { ["agent"] = Route.Agent.Id, ["agentName"] = Route.Agent.Name, ["action"] = Route.Action.Name };
        foreach (var member in result.Output.EnumerateObject().Where(static m => !Owned.Contains(m.Name, StringComparer.Ordinal)))
            output[member.Name] = JsonSerializer.SerializeToNode(member.Value);
        if (result.Usage is { } usage)
            output["usage"] = new JsonObject { ["usd"] = usage.Usd, ["tokens"] = usage.Tokens, ["calls"] = usage.Calls };
        return JsonSerializer.SerializeToElement(output);
    }
}
