using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
using Axle.Agents.Reasoning;
using Axle.Agents.Registry;
using Axle.Server.Identity;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Serving;

/// <summary>The tool that has an agent do a task. It names the agents of whoever asks: those that all share, and those that connect for the tenant.</summary>
/// <param name="runs">Starts the work.</param>
/// <param name="agents">The agents, of all tenants and of each.</param>
internal sealed class AgentTool(ServedRuns runs, ConnectedAgents agents)
{
    private const string Name = "agent_run";
    private const int LongestList = 4_000;
    // A registry is another object when somebody connects for the first time.
    private readonly ConditionalWeakTable<AgentRegistry, ServedTool> _tools = [];

    /// <summary>Lists it.</summary>
    public ValueTask<ListToolsResult> ListAsync(RequestContext<ListToolsRequestParams> request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ListToolsResult { Tools = [ToolFor(Caller.Of(request.JsonRpcRequest)).ProtocolTool] });

    /// <summary>Calls it; other names are those of no tool.</summary>
    public ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken) =>
        request.Params?.Name == Name
            ? ToolFor(Caller.Of(request.JsonRpcRequest)).InvokeAsync(request, cancellationToken)
            : throw new McpProtocolException($"Unknown tool: '{request.Params?.Name}'. 'tools/list' names those there are.", McpErrorCode.InvalidParams);

    private ServedTool ToolFor(Caller caller) => _tools.GetValue(agents.RouterFor(caller.Tenant).Registry, Make);

    private ServedTool Make(AgentRegistry known)
    {
        var ids = new JsonArray([.. known.All.Select(static a => JsonValue.Create(a.Id)).Append(JsonValue.Create("any"))]);
        var list = string.Join(" ", known.All.Select(static a => $"{a.Id}: {a.Description}"));
        return new ServedTool(
            Name,
            "Has an agent do a task in words, as a durable run. Agents read the project, reason and use tools. " + (list.Length <= LongestList ? list : list[..LongestList] + "…"),
            RunTools.Schema($$"""
                "agent": { "enum": {{ids.ToJsonString()}}, "default": "any", "description": "Who does it; 'any' takes the one that fits the task." },
                "task": { "type": "string", "minLength": 1, "maxLength": 20000, "description": "What is to be done." },
                "context": { "description": "What the agent needs to know: any JSON." },
                {{RunTools.Wait}}
                """, "task"),
            StartAsync);
    }

    private ValueTask<JsonObject> StartAsync(ServedCall call, CancellationToken cancellationToken)
    {
        var agent = call.Text("agent");
        var inputs = new JsonObject { ["task"] = call.Text("task") };
        if (call.Arguments.TryGetProperty("context", out var context))
            inputs["context"] = JsonNode.Parse(context.GetRawText());
        return runs.StartAsync(AgentWorkflow.Of(agent == "any" ? null : agent), JsonSerializer.SerializeToElement(inputs), call, cancellationToken);
    }
}
