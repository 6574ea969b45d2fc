using System.Collections.Immutable;
using Axle.Tools.Mcp.Calls;
using Axle.Tools.Mcp.Connections;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Routing;

/// <summary>The tools of one server as it named them last.</summary>
internal sealed class ServerTools
{
    /// <summary>The most tools that are taken from one server.</summary>
    public const int Most = 1_000;

    private readonly Action _changed;
    private int _asked;
    private int _taken;

    /// <summary>Listens to a connection.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="remembered">Its tools as they were known before; null when they were never listed.</param>
    /// <param name="changed">Is called after they changed.</param>
    public ServerTools(McpConnection connection, ImmutableArray<Tool>? remembered, Action changed)
    {
        (Connection, _changed) = (connection, changed);
        Listed = remembered;
        connection.ToolsChanged = ListAsync;
    }

    /// <summary>The server.</summary>
    public McpConnection Connection { get; }

    /// <summary>All tools it named, also those that the settings leave out; null before they were listed.</summary>
    public ImmutableArray<Tool>? Listed { get; private set; }

    /// <summary>The tools that the settings take in.</summary>
    public IEnumerable<Tool> Taken => (Listed ?? []).Where(tool => McpToolReader.IsTaken(Connection.Server, tool.Name));

    private async ValueTask ListAsync(McpClient client, CancellationToken cancellationToken)
    {
        var asked = Interlocked.Increment(ref _asked);
        if (client.ServerCapabilities.Tools is null)
        {
            Take([], asked);
            return;
        }

        var tools = await client.ListToolsAsync(cancellationToken: cancellationToken);
        Take([.. tools.Select(static t => t.ProtocolTool).DistinctBy(static t => t.Name, StringComparer.Ordinal).Take(Most)], asked);
    }

    private void Take(ImmutableArray<Tool> tools, int asked)
    {
        // Of two lists under way at once the one that was asked for last counts.
        if (asked < Interlocked.Exchange(ref _taken, Math.Max(asked, _taken)))
            return;
        if (Listed is { } before && ToolMemory.IsSame(before, tools))
            return;
        Listed = tools;
        _changed();
    }
}
