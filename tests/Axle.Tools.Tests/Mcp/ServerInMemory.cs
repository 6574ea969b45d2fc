using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Tools.Tests.Mcp;

/// <summary>An MCP server in this process, spoken to through pipes. Can be out of reach, and can die in the middle of a call.</summary>
internal sealed class ServerInMemory : IAsyncDisposable
{
    private readonly List<(McpServer Server, Pipe ToServer, Pipe ToClient)> _sessions = [];

    public McpServerPrimitiveCollection<McpServerTool> Tools { get; } = [];

    /// <summary>Connections that were made.</summary>
    public int Connections => _sessions.Count;

    /// <summary>Whether it cannot be reached.</summary>
    public bool IsOut { get; set; }

    /// <summary>What clients said beside the arguments of their last call.</summary>
    public System.Text.Json.Nodes.JsonObject? LastMeta { get; private set; }

    /// <summary>Calls that came.</summary>
    public int Calls { get; private set; }

    public ServerInMemory Offers(string name, Func<string> work, bool readsOnly = false, bool idempotent = false, string? description = null)
    {
        Tools.Add(McpServerTool.Create(
            (RequestContext<CallToolRequestParams> request) =>
            {
                Calls++;
                LastMeta = request.Params?.Meta;
                return work();
            },
            new McpServerToolCreateOptions { Name = name, Description = description ?? name, ReadOnly = readsOnly, Idempotent = idempotent }));
        return this;
    }

    /// <summary>The way to it.</summary>
    public IClientTransport Connect()
    {
        if (IsOut)
            throw new IOException("no way to the server");
        var (toServer, toClient) = (new Pipe(), new Pipe());
        var server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream(), "memory"), new McpServerOptions { ToolCollection = Tools });
        _ = server.RunAsync();
        _sessions.Add((server, toServer, toClient));
        return new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream());
    }

    /// <summary>Ends every connection, as a process that is killed does.</summary>
    public void Die()
    {
        foreach (var (_, _, toClient) in _sessions)
            toClient.Writer.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        Die();
        foreach (var (server, toServer, _) in _sessions)
        {
            await toServer.Writer.CompleteAsync();
            await server.DisposeAsync();
        }
    }
}
