using Axle.Workflows.Definition.Faults;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Axle.Workflows.Definition.Source;

/// <summary>Builds the tree of a YAML file from the events of YamlDotNet's parser: one pass, limits checked at every event.</summary>
internal sealed class YamlSource
{
    private const int SmallMapping = 12;

    private readonly NodeBuilding _building;
    private readonly FaultList _faults;
    private readonly Scanner _scanner;
    private readonly Parser _parser;

    // An anchor whose node is not finished yet has the value null.
    private readonly Dictionary<string, Node?> _anchors = new(StringComparer.Ordinal);

    private YamlSource(FaultList faults)
    {
        _faults = faults;
        _building = new NodeBuilding(faults);
        _scanner = new Scanner(new StringReader(faults.Source.Text));
        _parser = new Parser(_scanner);
    }

    /// <summary>Reads the one document of the file.</summary>
    /// <exception cref="UnreadableException">The text is not YAML, is empty, has two documents or exceeds a limit.</exception>
    public static Node Read(FaultList faults)
    {
        try
        {
            return new YamlSource(faults).Document();
        }
        catch (YamlException error)
        {
            throw YamlErrors.Translate(error, faults.Source);
        }
    }

    private Node Document()
    {
        Next();
        if (Next() is not DocumentStart)
            throw new UnreadableException(FaultCode.Empty, 0, "the file is empty.", "Write at least 'name:' and 'steps:'.");
        Next();
        var root = Value(0);
        Next();
        if (Next() is DocumentStart second)
        {
            throw new UnreadableException(
                FaultCode.ManyDocuments, (int)second.Start.Index, "a second YAML document begins here; a file holds one workflow.",
                "Remove the line '---', or put each workflow in its own file.");
        }

        return root;
    }

    private ParsingEvent Next()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // On some broken texts the scanner of YamlDotNet fails in its own code instead of saying what is wrong; found by mutated files.
            throw new UnreadableException(
                FaultCode.Syntax, (int)_scanner.CurrentPosition.Index, "the file is not YAML: this text cannot stand here.",
                "Put the text in quotes, or compare this line and the one before with a file that works.");
        }

        return _parser.Current!;
    }

    /// <summary>Builds the node of the current event; the parser stands on the node's last event afterwards.</summary>
    private Node Value(int depth)
    {
        var current = _parser.Current!;
        var offset = (int)current.Start.Index;
        if (current is AnchorAlias alias)
            return Aliased(alias, offset, depth);
        var anchor = current is NodeEvent { Anchor.IsEmpty: false } node ? node.Anchor.Value : null;
        if (anchor is not null)
            _anchors[anchor] = null;
        var value = current switch
        {
            Scalar scalar => ScalarValue(scalar, offset, depth),
            SequenceStart start => List(start, offset, depth + 1),
            MappingStart start => Mapping(start, offset, depth + 1),
            _ => throw new UnreadableException(FaultCode.Syntax, offset, "a value is missing here.", "Give the key a value."),
        };
        if (anchor is not null)
            _anchors[anchor] = value;
        return value;
    }

    private Node ScalarValue(Scalar scalar, int offset, int depth)
    {
        _building.Count(offset, depth, scalar.Value.Length);
        var tag = Tag(scalar, offset);
        if (scalar.Style is ScalarStyle.Plain && tag is null)
            return CoreSchema.Plain(scalar.Value, offset);
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => TextStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => TextStyle.DoubleQuoted,
            ScalarStyle.Literal => TextStyle.Literal,
            ScalarStyle.Folded => TextStyle.Folded,
            _ => TextStyle.Plain,
        };
        if (tag is null or "str" or "")
            return Node.Scalar(NodeKind.Text, offset, scalar.Value, style);
        var typed = CoreSchema.Plain(scalar.Value, offset);
        return (tag, typed.Kind) switch
        {
            ("int", NodeKind.Integer) or ("float", NodeKind.Float) or ("bool", NodeKind.Boolean) or ("null", NodeKind.Null) => typed,
            ("float", NodeKind.Integer) => Node.Scalar(NodeKind.Float, offset, typed.Text, TextStyle.Plain),
            _ => throw new UnreadableException(
                FaultCode.UnsupportedYaml, offset, $"'{Shown.Text(scalar.Value)}' is not what its tag '!!{tag}' says.", "Remove the tag."),
        };
    }

    private Node List(SequenceStart start, int offset, int depth)
    {
        _building.Count(offset, depth);
        if (Tag(start, offset) is not (null or "seq" or ""))
            throw UnknownTag(start, offset);
        var list = new Node(NodeKind.List, offset);
        while (Next() is not SequenceEnd)
            list.Add(Value(depth));
        NodeBuilding.Weigh(list, depth - 1);
        return list;
    }

    private Node Mapping(MappingStart start, int offset, int depth)
    {
        _building.Count(offset, depth);
        if (Tag(start, offset) is not (null or "map" or ""))
            throw UnknownTag(start, offset);
        var mapping = new Node(NodeKind.Mapping, offset);
        HashSet<string>? seen = null;
        List<Node>? merged = null;
        while (Next() is not MappingEnd)
        {
            var isMerge = _parser.Current is Scalar { Value: "<<", Style: ScalarStyle.Plain };
            var key = Key(depth);
            Next();
            var value = Value(depth);
            if (isMerge)
                (merged ??= []).Add(value);
            else
                _building.Add(mapping, seen, key, value);
            if (seen is null && mapping.Entries.Count > SmallMapping)
                seen = [.. mapping.Entries.Select(static e => e.Key.Text)];
        }

        if (merged is not null)
            Merge(mapping, merged);
        NodeBuilding.Weigh(mapping, depth - 1);
        return mapping;
    }

    private Node Key(int depth)
    {
        var key = Value(depth);
        if (key.Kind is not (NodeKind.List or NodeKind.Mapping))
        {
            // A key is the text that is written: 'null', 'true' and '012' are names like any other.
            return key.Kind == NodeKind.Text ? key : Node.Scalar(
                NodeKind.Text, key.Offset, _parser.Current is Scalar scalar ? scalar.Value : key.Text, key.Style);
        }

        throw new UnreadableException(
            FaultCode.UnsupportedYaml, key.Offset, "a list or mapping is used as a key.",
            "Keys are plain words. When this should be an expression, put it in quotes: \"${{ … }}\".");
    }

    /// <summary>Merge keys (https://yaml.org/type/merge.html): own keys win, then earlier mappings.</summary>
    private static void Merge(Node mapping, List<Node> merged)
    {
        var seen = mapping.Entries.Select(static e => e.Key.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var source in merged.SelectMany(static m => m.Kind == NodeKind.List ? m.Items : [m]))
        {
            if (source.Kind != NodeKind.Mapping)
            {
                throw new UnreadableException(
                    FaultCode.UnsupportedYaml, source.Offset, "'<<' merges mappings, and this is none.", "Write '<<: *name' where name marks a mapping.");
            }

            foreach (var (key, value) in source.Entries)
            {
                if (seen.Add(key.Text))
                    mapping.Add(key, value);
            }

            NodeBuilding.Weigh(mapping, 0);
        }
    }

    private Node Aliased(AnchorAlias alias, int offset, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new UnreadableException(
                FaultCode.Alias, offset, $"alias '*{Shown.Text(alias.Value.Value)}' has no anchor before it.",
                "Mark a value with '&name' first, or put the text in quotes when it only begins with '*'.");
        }

        if (node is null)
        {
            throw new UnreadableException(
                FaultCode.Alias, offset, $"alias '*{Shown.Text(alias.Value.Value)}' is inside the value it stands for.", "Write the inner value out.");
        }

        _building.Count(offset, depth + node.Height);
        return node;
    }

    /// <summary>The tag of a node without its prefix; null for none, empty for <c>!</c>.</summary>
    private static string? Tag(NodeEvent node, int offset)
    {
        const string Core = "tag:yaml.org,2002:";
        if (node.Tag.IsEmpty)
            return null;
        if (node.Tag.IsNonSpecific)
            return node.Tag.Value == "?" ? null : "";
        return node.Tag.Value.StartsWith(Core, StringComparison.Ordinal) ? node.Tag.Value[Core.Length..] : throw UnknownTag(node, offset);
    }

    private static UnreadableException UnknownTag(NodeEvent node, int offset) => new(
        FaultCode.UnsupportedYaml, offset, $"tag '{Shown.Text(node.Tag.IsEmpty ? "!" : node.Tag.Value)}' is not used in workflows.",
        "Remove it, or put the text in quotes when it only begins with '!'.");
}
