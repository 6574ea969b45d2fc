using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Settings;
using Axle.Tools.Validation;
using ModelContextProtocol.Protocol;

namespace Axle.Tools.Mcp.Calls;

/// <summary>
/// Makes Axle's description of a tool from what a server says of it. What a server says is foreign text: it is cut to a bounded length, signs
/// that do not show are taken out, and the settings of the user go before its hints.
/// </summary>
internal static class McpToolReader
{
    private const int LongestPurpose = 2_000;
    private const int LongestName = 96;
    private const int LargestSchema = 256 * 1024;

    /// <summary>Whether the settings take a tool in.</summary>
    public static bool IsTaken(McpServerSettings server, string tool) =>
        !Matches(server.Deny, tool) && (server.Allow.Length == 0 || Matches(server.Allow, tool));

    /// <summary>Describes a tool.</summary>
    /// <param name="server">Whose it is.</param>
    /// <param name="prefix">The first part of its name: the server's or its group's.</param>
    /// <param name="tool">What the server says.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it cannot be used; the message says why.</exception>
    public static ToolDescription Read(McpServerSettings server, string prefix, Tool tool)
    {
        if (tool.Name.Length is 0 or > LongestName || !tool.Name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/'))
            throw new AxleException(ErrorKind.Validation, $"its name must be 1 to {LongestName} of letters, digits, _ - . and /.");
        if (tool.InputSchema.GetRawText().Length > LargestSchema)
            throw new AxleException(ErrorKind.Validation, $"the schema of its arguments is longer than {LargestSchema} characters.");
        var isKnown = server.Effects.TryGetValue(tool.Name, out var effect);
        var hints = server.TrustsHints ? tool.Annotations : null;
        var readsOnly = isKnown ? effect == ToolEffect.None : hints?.ReadOnlyHint == true;
        var parameters = server.Sinks.IsEmpty ? tool.InputSchema : SinkMarks.Mark(tool.InputSchema, server.Sinks);
        return new ToolDescription($"{prefix}.{tool.Name}", Purpose(tool), parameters, readsOnly ? ToolEffect.None : ToolEffect.World)
        {
            Idempotent = readsOnly || hints?.IdempotentHint == true,
            Approval = Matches(server.Approval, tool.Name)
                ? new ToolApproval($"May the tool '{tool.Name}' of the MCP server '{server.Name}' be called?") { Editable = Arguments(tool) }
                : null,
            Origin = $"MCP server {server.Name}",
            Result = tool.OutputSchema,
        };
    }

    private static ImmutableArray<string> Arguments(Tool tool) =>
        tool.InputSchema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(static p => p.Name)]
            : [];

    private static string Purpose(Tool tool)
    {
        var said = tool.Description ?? tool.Title ?? tool.Annotations?.Title ?? "";
        // Signs without a shape carry orders that a person does not see.
        var shown = string.Concat(said.Where(
            static c => c is '\n' or '\t' || !(char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)));
        return shown.Length switch
        {
            0 => $"Tool '{tool.Name}'; its server says nothing more.",
            > LongestPurpose => shown[..LongestPurpose] + "…",
            _ => shown,
        };
    }

    private static bool Matches(IEnumerable<string> patterns, string tool) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, tool, ignoreCase: false));
}
