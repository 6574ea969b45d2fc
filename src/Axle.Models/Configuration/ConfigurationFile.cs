using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>Opens <c>axle.yaml</c> or <c>axle.json</c>, within limits; each section has a reader of its own.</summary>
internal static class ConfigurationFile
{
    private const int LargestFile = 256 * 1024;
    private const int DeepestNesting = 32;

    /// <summary>The sections by name; null when there are none. What is wrong goes to <paramref name="faults"/>.</summary>
    public static YamlMappingNode? Open(string text, ConfigurationFaults faults)
    {
        if (text.Length > LargestFile)
        {
            faults.Add($"The configuration file has {text.Length} characters; at most {LargestFile} are read.");
            return null;
        }

        try
        {
            if (!IsTooDeep(text, out var mark))
                return Root(text, faults);
            faults.Add(new ConfigurationPlace("file", mark.Line, mark.Column), $"Nested deeper than {DeepestNesting} levels.");
        }
        catch (YamlException e)
        {
            faults.Add(new ConfigurationPlace("file", e.Start.Line, e.Start.Column), $"This is not YAML or JSON: {e.Message}");
        }

        return null;
    }

    /// <summary>A section; null when it is not there or empty.</summary>
    public static YamlNode? Section(YamlMappingNode root, string name) =>
        root.Children.TryGetValue(new YamlScalarNode(name), out var node) && !IsNull(node) ? node : null;

    /// <summary>Whether nothing stands there.</summary>
    public static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    /// <summary>Where a node stands.</summary>
    public static ConfigurationPlace Place(string path, YamlNode node) => new(path, node.Start.Line, node.Start.Column);

    private static YamlMappingNode? Root(string text, ConfigurationFaults faults)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count == 0)
            return null;
        if (stream.Documents[0].RootNode is YamlMappingNode root)
            return root;
        faults.Add(Place("file", stream.Documents[0].RootNode), "The file must be a mapping with a 'providers' key.");
        return null;
    }

    // The tree loader recurses; the event parser does not. So the depth is known before the tree is built.
    private static bool IsTooDeep(string text, out Mark mark)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        mark = Mark.Empty;
        while (parser.MoveNext())
        {
            depth += parser.Current switch { MappingStart or SequenceStart => 1, MappingEnd or SequenceEnd => -1, _ => 0 };
            mark = parser.Current!.Start;
            if (depth > DeepestNesting)
                return true;
        }

        return false;
    }
}
