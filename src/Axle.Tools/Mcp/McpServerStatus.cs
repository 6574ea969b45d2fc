using System.Collections.Immutable;
using Axle.Tools.Mcp.Connections;
using Axle.Tools.Mcp.Settings;

namespace Axle.Tools.Mcp;

/// <summary>How it stands with a server.</summary>
/// <param name="Settings">How it is configured.</param>
/// <param name="State">Whether it is connected.</param>
public sealed record McpServerStatus(McpServerSettings Settings, McpState State)
{
    /// <summary>Why it cannot be used; null when nothing is known against it.</summary>
    public string? Fault { get; init; }

    /// <summary>The revision of the protocol that is spoken; null when it is not connected.</summary>
    public string? Protocol { get; init; }

    /// <summary>Full names of its tools that can be called.</summary>
    public ImmutableArray<string> Tools { get; init; } = [];

    /// <summary>How many of its tools the settings leave out.</summary>
    public int LeftOut { get; init; }

    /// <summary>Tools that cannot be called, with the reason.</summary>
    public ImmutableArray<string> Quarantined { get; init; } = [];
}
