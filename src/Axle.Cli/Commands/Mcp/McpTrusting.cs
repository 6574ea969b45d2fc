using Axle.Tools.Mcp.Settings;

namespace Axle.Cli.Commands.Mcp;

/// <summary>Agrees to servers of this directory's files.</summary>
internal static class McpTrusting
{
    /// <summary>The user's list.</summary>
    public static McpTrust Of(Invocation call) =>
        new(call.Outside.Environment("HOME") ?? call.Outside.Environment("USERPROFILE"), call.Outside.Environment);

    /// <summary>Agrees to a server as it stands in its file now.</summary>
    /// <returns>The server.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: no file names it.</exception>
    public static McpServerSettings Agree(Invocation call, string name)
    {
        var trust = Of(call);
        var settings = McpSettingsReader.ReadDirectory(call.Outside.Directory, call.Outside.Environment, trust);
        var server = Find(settings, name);
        trust.Add(server);
        return server;
    }

    /// <summary>A server by its name.</summary>
    public static McpServerSettings Find(McpSettings settings, string name) => settings.Servers.FirstOrDefault(s => s.Name == name)
        ?? throw new AxleException(ErrorKind.NotFound, settings.Servers.Length == 0
            ? $"There is no MCP server '{name}', and no other. Add one: ax mcp add {name} -- COMMAND"
            : $"There is no MCP server '{name}'. There are: {string.Join(", ", settings.Servers.Select(static s => s.Name))}.");
}
