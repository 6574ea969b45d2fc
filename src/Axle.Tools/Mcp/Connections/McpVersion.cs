namespace Axle.Tools.Mcp.Connections;

/// <summary>Axle's version, as it is told to servers and clients.</summary>
internal static class McpVersion
{
    public static string Text { get; } = typeof(McpVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
