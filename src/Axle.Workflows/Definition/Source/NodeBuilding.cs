using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>What building a tree of nodes has in common for YAML and JSON: limits, and one value for each key.</summary>
internal sealed class NodeBuilding(FaultList faults)
{
    /// <summary>Nodes that were built so far, aliases once.</summary>
    private int _built;

    /// <summary>Counts a node, and refuses what is too deep, too long or too much.</summary>
    /// <param name="offset">Where the node begins.</param>
    /// <param name="depth">Lists and mappings around it.</param>
    /// <param name="length">Characters of a scalar.</param>
    public void Count(int offset, int depth, int length = 0)
    {
        if (depth > SourceLimits.Nesting)
            throw TooDeep(offset);
        if (length > SourceLimits.ScalarLength)
        {
            throw new UnreadableException(
                FaultCode.FileTooLarge, offset, $"this value has {length:N0} characters; at most {SourceLimits.ScalarLength:N0} are allowed.",
                "Keep large data in a file of its own and let a step read it.");
        }

        if (++_built > SourceLimits.Nodes)
            throw TooMany(offset);
    }

    /// <summary>Refuses a list or mapping that aliases make too deep or too large.</summary>
    public static void Weigh(Node node, int depth)
    {
        if (depth + node.Height > SourceLimits.Nesting)
            throw TooDeep(node.Offset);
        if (node.Weight > SourceLimits.Nodes)
            throw TooMany(node.Offset);
        if (node.Length > SourceLimits.ExpandedText)
        {
            throw new UnreadableException(
                FaultCode.TooManyNodes, node.Offset,
                $"with all aliases put in, this holds more than {SourceLimits.ExpandedText:N0} characters.", "Use fewer aliases (*name).");
        }
    }

    /// <summary>Adds a key to a mapping; a key that is there already is a fault, and the first one counts.</summary>
    public void Add(Node mapping, HashSet<string>? seen, Node key, Node value)
    {
        if (seen is not null ? seen.Add(key.Text) : mapping.Find(key.Text) is null)
        {
            mapping.Add(key, value);
            return;
        }

        var first = mapping.Entries.Find(e => e.Key.Text == key.Text).Key;
        faults.Add(
            FaultCode.DuplicateKey, key, $"key '{Shown.Text(key.Text)}' is here twice; the first is in line {faults.Source.Position(first.Offset).Line}.",
            "Keep one of them.");
    }

    private static UnreadableException TooDeep(int offset) => new(
        FaultCode.TooDeep, offset, $"lists and mappings are nested more than {SourceLimits.Nesting} deep.",
        "Move inner steps to a workflow of their own and call it with 'uses'.");

    private static UnreadableException TooMany(int offset) => new(
        FaultCode.TooManyNodes, offset, $"the file holds more than {SourceLimits.Nodes:N0} values, with aliases counted as often as they are used.",
        "Split the workflow, or use fewer aliases (*name).");
}
