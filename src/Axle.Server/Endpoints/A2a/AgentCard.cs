using System.Text.Json.Nodes;
using Axle.Agents.Registry;

namespace Axle.Server.Endpoints.A2a;

/// <summary>What this server tells other agents of itself: an agent card of A2A 1.0.</summary>
internal static class AgentCard
{
    private const string Text = "text/plain";
    private const string Json = "application/json";

    /// <summary>The card.</summary>
    /// <param name="interfaceUrl">Where it is asked.</param>
    /// <param name="agents">The agents that are named as skills; null for a caller who may not see them.</param>
    public static JsonObject Of(Uri interfaceUrl, AgentRegistry? agents) => new()
    {
        ["name"] = "Axle",
        ["description"] = "Agents that do tasks in words as durable runs: what is asked of them is not lost when a process dies, and a person is asked where one must be.",
        ["supportedInterfaces"] = new JsonArray(new JsonObject
        {
            ["url"] = interfaceUrl.ToString(),
            ["protocolBinding"] = "JSONRPC",
            ["protocolVersion"] = A2aEndpoints.Version,
        }),
        ["version"] = AxleServices.Version,
        ["capabilities"] = new JsonObject { ["streaming"] = false, ["pushNotifications"] = false, ["extendedAgentCard"] = true },
        ["securitySchemes"] = new JsonObject
        {
            ["key"] = new JsonObject { ["httpAuthSecurityScheme"] = new JsonObject { ["scheme"] = "Bearer", ["description"] = "An API key of this server." } },
        },
        ["securityRequirements"] = new JsonArray(new JsonObject { ["schemes"] = new JsonObject { ["key"] = new JsonObject { ["list"] = new JsonArray() } } }),
        ["defaultInputModes"] = new JsonArray(Text, Json),
        ["defaultOutputModes"] = new JsonArray(Text, Json),
        ["skills"] = new JsonArray([Any(), .. (agents?.All ?? []).Select(a => Skill(a.Id, a.Name, a.Description, [.. a.Specializations.Take(10)]))]),
    };

    private static JsonObject Any() => Skill(
        A2aEndpoints.AnyAgent, "The agent that fits", "Does a task in words with the agent that fits it best. To have a certain one do it, name its skill in the message's metadata as 'skill'.", ["task"]);

    private static JsonObject Skill(string id, string name, string description, IReadOnlyList<string> tags) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["description"] = description,
        ["tags"] = new JsonArray([.. (tags.Count > 0 ? tags : [id]).Select(static t => (JsonNode?)t)]),
    };
}
