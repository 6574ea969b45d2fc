using Axle.Agents.Connections;
using Axle.Library;
using Axle.Server.Identity.Privacy;
using Axle.Server.Mcp.Serving;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp;

/// <summary>What Axle offers to MCP clients: agents, workflows and runs.</summary>
public static class AxleMcp
{
    /// <summary>Makes the offer. One is enough for any number of clients.</summary>
    /// <param name="engine">Executes runs.</param>
    /// <param name="store">Keeps them.</param>
    /// <param name="agents">The agents, of all tenants and of each.</param>
    /// <param name="workflows">The workflows.</param>
    /// <param name="served">What clients may have done.</param>
    /// <param name="time">The clock.</param>
    public static McpServerOptions Serve(
        WorkflowEngine engine, IRunStore store, ConnectedAgents agents, ProjectWorkflows workflows, McpServed served, TimeProvider time) =>
        Serve(engine, store, agents, workflows, served, null, null, time);

    /// <summary>Makes the offer, with personal data masked for those who do not see it, and what is done written into the audit log.</summary>
    internal static McpServerOptions Serve(
        WorkflowEngine engine,
        IRunStore store,
        ConnectedAgents agents,
        ProjectWorkflows workflows,
        McpServed served,
        MaskedViews? views,
        ServedAudit? audit,
        TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(served);
        ArgumentNullException.ThrowIfNull(agents);
        var runs = new ServedRuns(engine, store, served, views, audit, time);
        var resources = new ServedResources(runs, workflows);
        var tools = new McpServerPrimitiveCollection<McpServerTool>();
        foreach (var tool in WorkTools.Of(runs, workflows).Concat(RunTools.Of(runs, served)))
            tools.Add(tool);
        var work = new AgentTool(runs, agents);
        return new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "axle", Title = "Axle", Version = AxleServices.Version },
            ServerInstructions =
                "Axle runs durable workflows and agents on this project. Start work with agent_run or a workflow_… tool; what takes longer than waitSeconds goes on, "
                + "and run_get shows it. Tools with effects " + (served.MayApply ? "are carried out." : "only plan: this server was started without --apply."),
            ToolCollection = tools,
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = work.ListAsync,
                CallToolHandler = work.CallAsync,
                ListResourcesHandler = resources.ListAsync,
                ListResourceTemplatesHandler = ServedResources.TemplatesAsync,
                ReadResourceHandler = resources.ReadAsync,
            },
        };
    }

    /// <summary>Serves one client over standard input and output, until the input ends.</summary>
    /// <param name="serving">What is served.</param>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What the client reads; nothing else may be written there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task ServeAsync(McpServerOptions serving, Stream input, Stream output, CancellationToken cancellationToken)
    {
        await using var transport = new StreamServerTransport(input, output, "axle");
        await using var server = McpServer.Create(transport, serving);
        await server.RunAsync(cancellationToken);
    }
}
