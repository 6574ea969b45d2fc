namespace Axle.Tools.BuiltIn.Documents;

/// <summary>What a <see cref="DataNode"/> is.</summary>
internal enum DataKind
{
    /// <summary>Text, number, truth value or nothing.</summary>
    Scalar = 0,

    /// <summary>Named children.</summary>
    Map,

    /// <summary>Children without names.</summary>
    List,
}

/// <summary>One node of a JSON, YAML or TOML document, with the line it starts at, so that a finding can point at it.</summary>
internal sealed class DataNode(DataKind kind, string? key, string? text, int line)
{
    private readonly List<DataNode> _children = [];

    public DataKind Kind => kind;

    /// <summary>Name in the parent map; null in lists and at the root.</summary>
    public string? Key => key;

    /// <summary>The scalar as written, quotes removed; null for maps and lists.</summary>
    public string? Text => text;

    /// <summary>Line of the key, or of the value where there is no key; from 1.</summary>
    public int Line => line;

    public IReadOnlyList<DataNode> Children => _children;

    /// <summary>The child of a map by name; null when it is absent.</summary>
    public DataNode? this[string name] => Kind is DataKind.Map ? _children.Find(c => c.Key == name) : null;

    public void Add(DataNode child) => _children.Add(child);

    /// <summary>Follows names from here; null when one is absent.</summary>
    public DataNode? Find(params ReadOnlySpan<string> names)
    {
        var current = this;
        foreach (var name in names)
        {
            if (current is null)
                return null;
            current = current[name];
        }

        return current;
    }

    /// <summary>The scalar at a name; null when it is absent or no scalar.</summary>
    public string? TextOf(string name) => this[name]?.Text;

    /// <summary>Whether the scalar is true in YAML's, JSON's or TOML's words.</summary>
    public bool IsTrue => Text is "true" or "True" or "TRUE" or "yes" or "on";

    /// <summary>Whether the scalar is false.</summary>
    public bool IsFalse => Text is "false" or "False" or "FALSE" or "no" or "off";

    /// <summary>This node and all below, in document order.</summary>
    public IEnumerable<DataNode> All()
    {
        var open = new Stack<DataNode>();
        open.Push(this);
        while (open.TryPop(out var node))
        {
            yield return node;
            for (var i = node._children.Count - 1; i >= 0; i--)
                open.Push(node._children[i]);
        }
    }
}
