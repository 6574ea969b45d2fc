using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>The <c>providers</c> section of <c>axle.yaml</c> or <c>axle.json</c> as text values with their places; other sections belong to
/// other rooms.</summary>
internal sealed class ProvidersSection
{
    private const string Section = "providers";
    private const int LargestFile = 256 * 1024;
    private const int DeepestNesting = 32;
    private const int MostEntries = 64;

    /// <summary>The entries as written, in the order of the file.</summary>
    public List<(string Name, ConfigurationPlace Place, List<(string Key, string Value, ConfigurationPlace Place)> Settings)> Entries { get; } = [];

    /// <summary>Reads the section; what is wrong goes to <paramref name="faults"/>.</summary>
    public static ProvidersSection Read(string text, ConfigurationFaults faults)
    {
        var section = new ProvidersSection();
        if (text.Length > LargestFile)
        {
            faults.Add($"The configuration file has {text.Length} characters; at most {LargestFile} are read.");
            return section;
        }

        try
        {
            if (IsTooDeep(text, out var mark))
                faults.Add(new ConfigurationPlace(Section, mark.Line, mark.Column), $"Nested deeper than {DeepestNesting} levels.");
            else
                section.ReadRoot(text, faults);
        }
        catch (YamlException e)
        {
            faults.Add(new ConfigurationPlace("file", e.Start.Line, e.Start.Column), $"This is not YAML or JSON: {e.Message}");
        }

        return section;
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

    private void ReadRoot(string text, ConfigurationFaults faults)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count == 0)
            return;
        if (stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            faults.Add(Place("file", stream.Documents[0].RootNode), "The file must be a mapping with a 'providers' key.");
            return;
        }

        if (!root.Children.TryGetValue(new YamlScalarNode(Section), out var node) || IsNull(node))
            return;
        if (node is not YamlMappingNode providers)
            faults.Add(Place(Section, node), "Must be a mapping from provider name to settings, for example 'anthropic: { priority: 1 }'.");
        else if (providers.Children.Count > MostEntries)
            faults.Add(Place(Section, node), $"Has {providers.Children.Count} entries; at most {MostEntries} are read.");
        else
            ReadEntries(providers, faults);
    }

    private void ReadEntries(YamlMappingNode providers, ConfigurationFaults faults)
    {
        foreach (var (key, value) in providers.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var settings = new List<(string, string, ConfigurationPlace)>();
            Entries.Add((name, Place($"{Section}.{name}", key), settings));
            if (value is not YamlMappingNode mapping)
            {
                if (!IsNull(value))
                    faults.Add(Place($"{Section}.{name}", value), "Must be a mapping of settings, for example '{ enabled: true, priority: 1 }'.");
                continue;
            }

            foreach (var (settingKey, setting) in mapping.Children)
            {
                var settingName = (settingKey as YamlScalarNode)?.Value ?? "";
                var place = Place($"{Section}.{name}.{settingName}", settingKey);
                if (setting is YamlScalarNode scalar)
                    settings.Add((settingName, scalar.Value ?? "", place));
                else
                    faults.Add(place, "Must be a single value.");
            }
        }
    }

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "null" or "~" };

    private static ConfigurationPlace Place(string path, YamlNode node) => new(path, node.Start.Line, node.Start.Column);
}
