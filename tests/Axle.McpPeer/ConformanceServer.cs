using Axle.Server.Mcp;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.McpPeer;

/// <summary>What the suite wants to find, behind the door of Axle's own server.</summary>
internal static class ConformanceServer
{
    public static async Task<int> RunAsync()
    {
        var options = Offer();
        await using var server = await McpHttpServer.StartAsync(options, new McpListening { Port = 0 }, TimeProvider.System);
        await Console.Out.WriteLineAsync(server.Url.ToString());
        // Ends with whoever started it.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        return 0;
    }

    private static McpServerOptions Offer()
    {
        var tools = new McpServerPrimitiveCollection<McpServerTool>();
        var prompts = new McpServerPrimitiveCollection<McpServerPrompt>();
        var resources = new McpServerResourceCollection();
        foreach (var tool in PlainTools.All().Concat(AskingTools.All(tools, prompts)))
            tools.Add(tool);
        foreach (var prompt in Prompts.All())
            prompts.Add(prompt);
        foreach (var resource in Resources.All())
            resources.Add(resource);
        return new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "axle-conformance", Version = "1.0.0" },
            ToolCollection = tools,
            PromptCollection = prompts,
            ResourceCollection = resources,
            Capabilities = new ServerCapabilities
            {
                Logging = new LoggingCapability(),
                Completions = new CompletionsCapability(),
                Resources = new ResourcesCapability { Subscribe = true },
            },
            Handlers = new McpServerHandlers
            {
                CompleteHandler = static (_, _) => ValueTask.FromResult(
                    new CompleteResult { Completion = new Completion { Values = ["test", "test2"], Total = 2, HasMore = false } }),
                SubscribeToResourcesHandler = static (_, _) => ValueTask.FromResult(new EmptyResult()),
                UnsubscribeFromResourcesHandler = static (_, _) => ValueTask.FromResult(new EmptyResult()),
                SetLoggingLevelHandler = static (_, _) => ValueTask.FromResult(new EmptyResult()),
            },
        };
    }
}
