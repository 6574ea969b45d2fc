using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Parses front matter into nodes with places. Limits are enforced on the event stream, before any tree is built.</summary>
internal static class YamlTree
{
    private const int MaxDepth = 24;
    private const int MaxNodes = 20_000;

    public static YamlMappingNode? Parse(string yaml, int firstLine, FaultList faults)
    {
        // Blank lines in front move every mark to its place in the whole file.
        var text = new string('\n', firstLine - 1) + yaml;
        try
        {
            if (!IsWithinLimits(text, faults))
                return null;
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root)
                return root;
            faults.Add(firstLine, 1, "the YAML at the top must be one mapping with the keys id, name, description, capabilities and actions.");
        }
        catch (YamlException fault)
        {
            faults.Add((int)fault.Start.Line, (int)fault.Start.Column, $"this is not YAML: {fault.Message}");
        }

        return null;
    }

    private static bool IsWithinLimits(string text, FaultList faults)
    {
        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        var (depth, nodes) = (0, 0);
        while (parser.MoveNext())
        {
            var step = parser.Current!;
            depth += step.NestingIncrease;
            nodes += step is NodeEvent ? 1 : 0;
            var problem = step switch
            {
                AnchorAlias => "aliases ('*name') are not used in agent files; write the value out.",
                _ when depth > MaxDepth => $"values are nested more than {MaxDepth} deep.",
                _ when nodes > MaxNodes => $"there are more than {MaxNodes} values.",
                _ => null,
            };
            if (problem is null)
                continue;
            faults.Add((int)step.Start.Line, (int)step.Start.Column, problem);
            return false;
        }

        return true;
    }
}
