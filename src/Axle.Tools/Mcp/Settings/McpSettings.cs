using System.Collections.Immutable;

namespace Axle.Tools.Mcp.Settings;

/// <summary>The MCP servers of a host.</summary>
/// <param name="Servers">By name.</param>
public sealed record McpSettings(ImmutableArray<McpServerSettings> Servers)
{
    /// <summary>No servers.</summary>
    public static McpSettings None { get; } = new([]);

    /// <summary>The directory that servers are told to work in, and that they are started in; absolute.</summary>
    public string Workspace { get; init; } = System.Environment.CurrentDirectory;

    /// <summary>File in which the tools of servers are remembered, so that servers start when they are called and not before; null for none.</summary>
    public string? MemoryFile { get; init; }

    /// <summary>How often servers that are connected are looked after; zero for never. Default: 30 seconds.</summary>
    public TimeSpan HealthEvery { get; init; } = TimeSpan.FromSeconds(30);
}
