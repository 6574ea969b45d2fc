using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Tools.Mcp.Settings;

/// <summary>
/// Reads which MCP servers there are, from the files of a project: <c>axle.yaml</c> (section <c>mcp</c>), <c>.axle/mcp.yaml</c> and the
/// <c>.mcp.json</c> that other programs share. A server of the same name in an earlier file wins.
/// <code>
/// mcp:
///   servers:
///     files: { command: npx, args: [-y, "@modelcontextprotocol/server-filesystem", .], tools: { deny: [write_*] } }
///     tickets: { url: "https://mcp.example.com/", headers: { Authorization: "Bearer ${TICKETS_TOKEN}" }, timeout: 30s }
/// </code>
/// </summary>
public static class McpSettingsReader
{
    /// <summary>The file that <c>ax mcp add</c> writes, below the project's directory.</summary>
    public const string OwnFile = ".axle/mcp.yaml";

    /// <summary>The file that other programs read too.</summary>
    public const string SharedFile = ".mcp.json";

    private static readonly string[] Files = ["axle.yaml", "axle.yml", "axle.json", OwnFile, SharedFile];

    /// <summary>Reads the files of a directory.</summary>
    /// <param name="directory">Absolute path of the project's directory.</param>
    /// <param name="environment">Returns a variable's value, or null; asked for <c>${NAME}</c> in values.</param>
    /// <param name="trust">What the user agreed to: others are not used.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: every fault, with its place and cure.</exception>
    public static McpSettings ReadDirectory(string directory, Func<string, string?> environment, McpTrust trust)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new List<string>();
        var servers = new SortedDictionary<string, McpServerSettings>(StringComparer.Ordinal);
        foreach (var name in Files)
        {
            if (Path.Combine(directory, name) is var path && !File.Exists(path))
                continue;
            foreach (var server in Read(name, File.ReadAllText(path), directory, environment, faults))
                servers.TryAdd(server.Name, server);
        }

        CheckGroups(servers.Values, faults);
        if (faults.Count > 0)
            throw new AxleException(ErrorKind.Validation, string.Join('\n', faults));
        return new McpSettings([.. servers.Values.Select(server => trust.Has(server) ? server : server with { Fault = Untrusted(server) })])
        {
            Workspace = directory,
            MemoryFile = Path.Combine(directory, ".axle", "mcp-tools.json"),
        };
    }

    private static string Untrusted(McpServerSettings server) =>
        $"nobody has agreed to it on this machine. {server.Source} says: {server.Reach}. If that is what you want: ax mcp trust {server.Name}";

    /// <summary>Reads one file.</summary>
    internal static IEnumerable<McpServerSettings> Read(
        string file, string text, string directory, Func<string, string?> environment, List<string> faults)
    {
        if (Open(file, text, faults) is not { } root)
            return [];
        var section = Child(root, "mcp") as YamlMappingNode;
        var servers = section is null ? Child(root, "mcpServers") ?? (file == OwnFile ? Child(root, "servers") : null) : Child(section, "servers");
        // A file whose last server was taken out says nothing below 'servers:'.
        if (servers is null or YamlScalarNode { Value: null or "" or "null" or "~" })
            return [];
        if (servers is not YamlMappingNode byName)
        {
            faults.Add($"{file}: the MCP servers must be a mapping from a name to how the server is reached.");
            return [];
        }

        var reader = new McpServerReader(file, directory, environment, faults);
        return [.. byName.Children.Select(entry => reader.Read((entry.Key as YamlScalarNode)?.Value ?? "", entry.Value)).OfType<McpServerSettings>()];
    }

    internal static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static YamlMappingNode? Open(string file, string text, List<string> faults)
    {
        try
        {
            return SettingsText.Root(text);
        }
        catch (YamlException fault)
        {
            faults.Add($"{file}, line {fault.Start.Line}: this is not YAML or JSON that can be read. {fault.Message}");
            return null;
        }
    }

    private static void CheckGroups(IEnumerable<McpServerSettings> servers, List<string> faults)
    {
        var all = servers.ToList();
        var names = all.Select(static s => s.Name).ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var server in all.Where(s => s.Capability is { } group && names.Contains(group)))
            faults.Add($"{server.Source}, {server.Name}.capability: '{server.Capability}' is the name of a server. Give the group a name of its own.");
    }
}
