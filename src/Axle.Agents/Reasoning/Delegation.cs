using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Definition;
using Axle.Agents.Registry;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>Handing work to another agent, as a tool that a model can call: the work is a step of the same run, below the one that asks.</summary>
internal static class Delegation
{
    /// <summary>The tool's name.</summary>
    public const string Name = "delegate";

    /// <summary>Work is handed on no deeper than this.</summary>
    public const int Deepest = 6;

    private const int MostNamed = 40;

    /// <summary>The tool; null when there is nobody to hand work to, or it was handed on too often.</summary>
    public static AITool? Offer(AgentDefinition agent, AgentRegistry registry, ReasoningStyle style, int depth)
    {
        if (!style.Delegates || depth >= Deepest || registry.All.Length < 2)
            return null;
        var others = registry.All.Where(other => other.Id != agent.Id).ToArray();
        var who = others.Length <= MostNamed
            ? "Agents: " + string.Join("; ", others.Select(static other => $"{other.Id} ({other.Name})"))
            : $"There are {others.Length} agents; leave 'agent' out and the one whose capabilities fit the task is chosen.";
        return AIFunctionFactory.CreateDeclaration(
            Name, $"Hands a piece of work to another agent and gives its result. Say all it needs to know: it sees nothing of this conversation. {who}", Parameters(others));
    }

    /// <summary>What the one who asked is told of the other's output: the result, not how it came about.</summary>
    public static JsonElement Told(JsonElement output) => output.ValueKind != JsonValueKind.Object ? output : JsonSerializer.SerializeToElement(
        output.EnumerateObject().Where(static p => p.Name is "agent" or "summary" or "done" or "open").ToDictionary(static p => p.Name, static p => p.Value));

    private static JsonElement Parameters(AgentDefinition[] others)
    {
        var agent = new JsonObject { ["type"] = "string", ["description"] = "Id of the agent; left out, the one that fits the task." };
        if (others.Length <= MostNamed)
            agent["enum"] = new JsonArray([.. others.Select(static other => (JsonNode)other.Id)]);
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["agent"] = agent,
                ["task"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["description"] = "What is to be done, and what the result should hold." },
            },
            ["required"] = new JsonArray("task"),
            ["additionalProperties"] = false,
        });
    }
}
