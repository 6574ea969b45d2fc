using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Parses front matter into nodes with places.</summary>
internal static class YamlTree
{
    public static YamlMappingNode? Parse(string yaml, int firstLine, FaultList faults)
    {
        // Blank lines in front move every mark to its place in the whole file.
        using var reader = new StringReader(new string('\n', firstLine - 1) + yaml);
        try
        {
            var stream = new YamlStream();
            stream.Load(new LimitedParser(new Parser(reader)));
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                return root;
            faults.Add(firstLine, 1, "the YAML at the top must be one mapping with the keys id, name, description, capabilities and actions.");
        }
        catch (LimitedParser.OverLimitException fault)
        {
            faults.Add((int)fault.Place.Line, (int)fault.Place.Column, fault.Message);
        }
        catch (YamlException fault)
        {
            faults.Add((int)fault.Start.Line, (int)fault.Start.Column, $"this is not YAML: {fault.Message}");
        }

        return null;
    }
}
