using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Axle.Schemas;
using Axle.Tools.Contract;
using YamlDotNet.RepresentationModel;

namespace Axle.Tools.Mcp.Settings;

/// <summary>Reads one server of a file. A variable that is not set is a fault of its server alone.</summary>
internal sealed class McpServerReader(string file, string directory, Func<string, string?> environment, List<string> faults)
{
    private const int LongestName = 32;

    // Other programs write there too: names in other letters, and settings of their own.
    private readonly bool _isShared = file == McpSettingsReader.SharedFile;
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    private static readonly string[] Keys =
    [
        "type", "command", "args", "env", "cwd", "url", "headers", "tools", "timeout", "startTimeout", "approval", "effects", "sinks", "hints", "caller",
        "capability", "priority", "protocol", "enabled", "disabled", "description",
    ];

    /// <summary>The server; null when it cannot be used, with the reasons among the faults.</summary>
    public McpServerSettings? Read(string name, YamlNode node)
    {
        _missing.Clear();
        name = _isShared ? Suggest(name) : name;
        if (!IsName(name))
        {
            faults.Add($"{file}: '{name}' is no name for an MCP server. Use 1 to {LongestName} of a-z, 0-9, - and _, for example '{Suggest(name)}'.");
            return null;
        }

        if (node is not YamlMappingNode values)
        {
            faults.Add($"{file}, {name}: write a mapping with 'command' or 'url'.");
            return null;
        }

        foreach (var key in values.Children.Keys.Select(static k => (k as YamlScalarNode)?.Value ?? "").Where(k => !_isShared && !Keys.Contains(k)))
            Fault(name, key, $"no such setting.{(NearestName.Find(key, Keys) is { } nearest ? $" Did you mean '{nearest}'?" : $" There are: {string.Join(", ", Keys)}.")}");
        var isEnabled = Flag(name, values, "enabled", true) && !Flag(name, values, "disabled", false);
        var server = Reach(name, values, isEnabled) with { IsEnabled = isEnabled, Source = file, Fingerprint = Fingerprint(name, values) };
        if (server.Command is null == server.Url is null)
            Fault(name, "command", "a server has either a 'command' that is started or a 'url' that is asked.");
        server = Limits(name, values, server);
        return _missing.Count == 0 ? server : server with
        {
            Fault = $"the environment variable {string.Join(" and ", _missing)} is not set, which {file} asks for. Set it, or write ${{{_missing.Min}:-}} there "
                + "for a value that may be empty.",
        };
    }

    /// <summary>Whether a text may name a server.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    private static string Suggest(string name)
    {
        var made = string.Concat(name.ToLowerInvariant().Take(LongestName).Select(static c => IsName(c.ToString()) ? c : '-'));
        return made.Length > 0 ? made : "files";
    }

    private string Fingerprint(string name, YamlMappingNode values) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', directory, file, name, Exact(values)))));

    // With kinds and lengths, so that no two entries are written the same.
    private static string Exact(YamlNode node) => node switch
    {
        YamlScalarNode scalar => $"s{scalar.Value?.Length}:{scalar.Value}",
        YamlSequenceNode list => $"l{list.Children.Count}({string.Concat(list.Select(Exact))})",
        YamlMappingNode map => $"m{map.Children.Count}({string.Concat(map.Children.Select(static p => Exact(p.Key) + Exact(p.Value)))})",
        _ => "?",
    };

    private McpServerSettings Reach(string name, YamlMappingNode values, bool isEnabled)
    {
        var url = Text(name, values, "url", isEnabled);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme is "http" or "https"))
            Fault(name, "url", "write an address that begins with https:// or http://.");
        return new McpServerSettings(name)
        {
            Command = Text(name, values, "command", isEnabled),
            Arguments = [.. List(name, values, "args").Select(a => Expand(a, isEnabled))],
            Environment = Map(name, values, "env", isEnabled),
            Directory = Text(name, values, "cwd", isEnabled) is { } cwd ? Path.GetFullPath(cwd, directory) : null,
            Url = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : null,
            Headers = Map(name, values, "headers", isEnabled),
        };
    }

    private McpServerSettings Limits(string name, YamlMappingNode values, McpServerSettings server)
    {
        var tools = McpSettingsReader.Child(values, "tools") as YamlMappingNode;
        return server with
        {
            Allow = tools is null ? [] : List(name, tools, "allow"),
            Deny = tools is null ? [] : List(name, tools, "deny"),
            Approval = List(name, values, "approval"),
            Effects = Effects(name, values),
            Sinks = Sinks(name, values),
            TrustsHints = Flag(name, values, "hints", true),
            TellsCaller = Flag(name, values, "caller", true),
            Timeout = Time(name, values, "timeout") ?? server.Timeout,
            StartTimeout = Time(name, values, "startTimeout") ?? server.StartTimeout,
            Capability = Capability(name, values),
            Priority = Number(name, values, "priority") ?? server.Priority,
            Protocol = Text(name, values, "protocol", expand: false),
        };
    }

    private string? Capability(string name, YamlMappingNode values)
    {
        var group = Text(name, values, "capability", expand: false);
        if (group is not null && !IsName(group))
            Fault(name, "capability", $"use 1 to {LongestName} of a-z, 0-9, - and _.");
        return group;
    }

    private ImmutableSortedDictionary<string, ToolEffect> Effects(string name, YamlMappingNode values)
    {
        var effects = ImmutableSortedDictionary.CreateBuilder<string, ToolEffect>(StringComparer.Ordinal);
        foreach (var (tool, effect) in Map(name, values, "effects", expand: false))
        {
            if (effect is "none" or "world")
                effects[tool] = effect == "none" ? ToolEffect.None : ToolEffect.World;
            else
                Fault(name, $"effects.{tool}", "write 'none' for a tool that only reads, 'world' for one that changes something.");
        }

        return effects.ToImmutable();
    }

    private ImmutableSortedDictionary<string, string> Sinks(string name, YamlMappingNode values)
    {
        var sinks = Map(name, values, "sinks", expand: false);
        foreach (var (argument, _) in sinks.Where(static s => s.Value is not ("path" or "shell" or "argument" or "sql" or "url")))
            Fault(name, $"sinks.{argument}", "write where the argument goes: path, shell, argument, sql or url.");
        return sinks;
    }

    private ImmutableSortedDictionary<string, string> Map(string name, YamlMappingNode values, string key, bool expand)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var node = McpSettingsReader.Child(values, key);
        if (node is YamlMappingNode entries)
        {
            foreach (var (inner, value) in entries.Children)
                map[(inner as YamlScalarNode)?.Value ?? ""] = Expand((value as YamlScalarNode)?.Value ?? "", expand);
        }
        else if (node is not null)
        {
            Fault(name, key, "write a mapping of names and texts.");
        }

        return map.ToImmutable();
    }

    private ImmutableArray<string> List(string name, YamlMappingNode values, string key)
    {
        var node = McpSettingsReader.Child(values, key);
        if (node is null)
            return [];
        if (node is YamlSequenceNode list && list.Children.All(static c => c is YamlScalarNode))
            return [.. list.Children.Select(static c => ((YamlScalarNode)c).Value ?? "")];
        Fault(name, key, "write a list of texts.");
        return [];
    }

    private string? Text(string name, YamlMappingNode values, string key, bool expand)
    {
        var node = McpSettingsReader.Child(values, key);
        if (node is YamlScalarNode { Value: { Length: > 0 } text })
            return Expand(text, expand);
        if (node is not null)
            Fault(name, key, "write a text.");
        return null;
    }

    // What a disabled server asks for need not be there.
    private string Expand(string text, bool expand) => expand ? SettingsText.Expand(text, environment, name => _missing.Add(name)) : text;

    private bool Flag(string name, YamlMappingNode values, string key, bool otherwise)
    {
        var text = Text(name, values, key, expand: false);
        if (text is null or "true" or "false")
            return text is null ? otherwise : text == "true";
        Fault(name, key, "write true or false.");
        return otherwise;
    }

    private int? Number(string name, YamlMappingNode values, string key)
    {
        var text = Text(name, values, key, expand: false);
        if (text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);
        Fault(name, key, "write a whole number.");
        return null;
    }

    private TimeSpan? Time(string name, YamlMappingNode values, string key)
    {
        if (Text(name, values, key, expand: false) is not { } text)
            return null;
        if (SettingsText.Time(text) is { } time)
            return time;
        Fault(name, key, "write a time from 100ms to 60m, for example 30s.");
        return null;
    }

    private void Fault(string name, string key, string problem) => faults.Add($"{file}, {name}.{key}: {problem}");
}
