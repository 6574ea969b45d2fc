using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Axle.Tools.BuiltIn.Documents;

/// <summary>
/// Reads YAML into nodes that know their lines. Aliases are not expanded (they become the scalar <c>*name</c>), so a small
/// file cannot grow into a big tree.
/// </summary>
internal static class YamlLines
{
    private const int MaxDepth = 128;

    /// <summary>The documents of a file; those before the first fault when it is not clean YAML (for example a template).</summary>
    public static IReadOnlyList<DataNode> Read(string text)
    {
        var roots = new List<DataNode>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                roots.Add(Node(parser, null, 0, 0));
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException)
        {
            // Half a file still gives true findings for the documents that were read.
        }

        return roots;
    }

    private static DataNode Node(Parser parser, string? key, int keyLine, int depth)
    {
        if (depth > MaxDepth)
            throw new YamlException("The document is nested too deeply.");
        var current = parser.Current ?? throw new YamlException("The document ends early.");
        var line = key is null ? (int)current.Start.Line : keyLine;
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return new DataNode(DataKind.Scalar, key, "*" + alias.Value.Value, line);
        if (parser.TryConsume<Scalar>(out var scalar))
            return new DataNode(DataKind.Scalar, key, scalar.Value, line);
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var list = new DataNode(DataKind.List, key, null, line);
            while (!parser.TryConsume<SequenceEnd>(out _))
                list.Add(Node(parser, null, 0, depth + 1));
            return list;
        }

        parser.Consume<MappingStart>();
        var map = new DataNode(DataKind.Map, key, null, line);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = Node(parser, null, 0, depth + 1);
            map.Add(Node(parser, name.Text ?? "", name.Line, depth + 1));
        }

        return map;
    }
}
