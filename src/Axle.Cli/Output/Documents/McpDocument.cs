using System.Collections.Immutable;
using Axle.Tools.Contract;
using Axle.Tools.Mcp;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>mcp list</c> and <c>mcp add</c>.</summary>
internal sealed record McpListDocument(ImmutableArray<McpServerPart> Servers);

/// <summary>An MCP server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Idle, starting, ready, down, off or stopped.</param>
/// <param name="Source">The file that names it.</param>
/// <param name="ReachedBy">The program, or the address.</param>
/// <param name="Protocol">The revision that is spoken; absent when it is not connected.</param>
/// <param name="Fault">Why it cannot be used; absent when it can.</param>
/// <param name="Tools">Names of its tools.</param>
/// <param name="LeftOut">Tools that the settings leave out.</param>
/// <param name="Quarantined">Tools that cannot be called, with the reason.</param>
internal sealed record McpServerPart(
    string Name, string State, string Source, string ReachedBy, string? Protocol, string? Fault,
    ImmutableArray<string> Tools, int LeftOut, ImmutableArray<string> Quarantined)
{
    public static McpServerPart Of(McpServerStatus server) => new(
        server.Settings.Name, Words.Name(server.State), server.Settings.Source, server.Settings.Reach, server.Protocol, server.Fault,
        server.Tools, server.LeftOut, server.Quarantined);
}

/// <summary>The answer of <c>mcp tools</c>.</summary>
internal sealed record McpToolsDocument(ImmutableArray<McpToolPart> Tools);

/// <summary>A tool of an MCP server.</summary>
/// <param name="Name">Its whole name.</param>
/// <param name="Purpose">What its server says of it.</param>
/// <param name="Effect">None or world.</param>
/// <param name="Idempotent">Whether calling it twice is the same as once.</param>
/// <param name="Approval">Whether a person must agree to calls.</param>
/// <param name="Origin">Whose it is.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
internal sealed record McpToolPart(
    string Name, string Purpose, string Effect, bool Idempotent, bool Approval, string Origin, System.Text.Json.JsonElement Parameters)
{
    public static McpToolPart Of(ToolDescription tool) =>
        new(tool.Name, tool.Purpose, Words.Name(tool.Effect), tool.Idempotent, tool.Approval is not null, tool.Origin, tool.Parameters);
}
