using System.Text;
using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Axle.Tools.Mcp.Settings;

/// <summary>Changes <see cref="McpSettingsReader.OwnFile"/>; what else stands in it, comments too, stays as it is.</summary>
public static class McpSettingsFile
{
    /// <summary>Adds a server at the end.</summary>
    /// <param name="directory">Absolute path of the project's directory.</param>
    /// <param name="name">The server's name.</param>
    /// <param name="values">Its settings: texts, lists of texts, mappings of texts.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: the name is taken or none, or the file has another form.</exception>
    public static void Add(string directory, string name, IReadOnlyDictionary<string, object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!McpServerReader.IsName(name))
            throw new AxleException(ErrorKind.Validation, $"'{name}' is no name for a server. Use 1 to 32 of a-z, 0-9, - and _.");
        var path = Path.Combine(directory, McpSettingsReader.OwnFile);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Servers(text) is { } servers && servers.Children.ContainsKey(new YamlScalarNode(name)))
            throw new AxleException(ErrorKind.Validation, $"There is a server '{name}' already. Remove it first: ax mcp remove {name}");
        var added = new StringBuilder(text.Trim().Length == 0 || Servers(text) is null ? "servers:\n" : text.TrimEnd() + "\n");
        added.Append("  ").Append(name).Append(":\n");
        foreach (var (key, value) in values)
            added.Append("    ").Append(key).Append(": ").Append(JsonSerializer.Serialize(value, JsonSerializerOptions.Default)).Append('\n');
        var whole = added.ToString();
        if (Servers(whole)?.Children.ContainsKey(new YamlScalarNode(name)) != true)
            throw new AxleException(ErrorKind.Validation, $"{McpSettingsReader.OwnFile} has a form that is not added to by itself. Add '{name}' under 'servers' by hand.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, whole);
    }

    /// <summary>Takes a server out.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Remove(string directory, string name)
    {
        var path = Path.Combine(directory, McpSettingsReader.OwnFile);
        var text = File.Exists(path) ? File.ReadAllText(path) : "";
        if (Servers(text)?.Children.Keys.FirstOrDefault(key => (key as YamlScalarNode)?.Value == name) is not { } found)
            return false;
        var lines = text.Split('\n').ToList();
        var first = (int)found.Start.Line - 1;
        var end = first + 1;
        // All that is deeper than the name belongs to it.
        while (end < lines.Count && (lines[end].Trim().Length == 0 || Depth(lines[end]) > Depth(lines[first])))
            end++;
        lines.RemoveRange(first, end - first);
        File.WriteAllText(path, string.Join('\n', lines).TrimEnd() + "\n");
        return true;
    }

    private static int Depth(string line) => line.Length - line.TrimStart().Length;

    private static YamlMappingNode? Servers(string text) => SettingsText.Root(text) is { } root ? McpSettingsReader.Child(root, "servers") as YamlMappingNode : null;
}
