namespace Axle.Workflows.Definition.Source;

/// <summary>
/// One value of a file with its place. An aliased value is the same node wherever it is used, so what it weighs is counted, not built.
/// </summary>
internal sealed class Node(NodeKind kind, int offset)
{
    private static readonly List<Node> NoItems = [];
    private static readonly List<NodeEntry> NoEntries = [];

    /// <summary>What it is.</summary>
    public NodeKind Kind { get; } = kind;

    /// <summary>Offset of its first character in the file.</summary>
    public int Offset { get; } = offset;

    /// <summary>Text of a scalar after quotes and escapes are resolved; numbers in the form of JSON; empty for others.</summary>
    public string Text { get; init; } = "";

    /// <summary>How a scalar is written.</summary>
    public TextStyle Style { get; init; }

    /// <summary>Values of a list.</summary>
    public List<Node> Items { get; private set; } = NoItems;

    /// <summary>Keys and values of a mapping, in the order of the file, keys unique.</summary>
    public List<NodeEntry> Entries { get; private set; } = NoEntries;

    /// <summary>Levels of lists and mappings from here down; 0 for scalars.</summary>
    public int Height { get; private set; }

    /// <summary>Nodes from here down, this one included, aliases as often as they are used.</summary>
    public int Weight { get; private set; } = 1;

    /// <summary>Characters of all scalars from here down, aliases as often as they are used.</summary>
    public int Length { get; private set; }

    /// <summary>Makes a scalar.</summary>
    public static Node Scalar(NodeKind kind, int offset, string text, TextStyle style) =>
        new(kind, offset) { Text = text, Style = style, Length = text.Length };

    /// <summary>Adds a value to a list.</summary>
    public void Add(Node item)
    {
        if (ReferenceEquals(Items, NoItems))
            Items = [];
        Items.Add(item);
        Grow(item);
    }

    /// <summary>Adds a key with its value to a mapping.</summary>
    public void Add(Node key, Node value)
    {
        if (ReferenceEquals(Entries, NoEntries))
            Entries = new List<NodeEntry>(4);
        Entries.Add(new NodeEntry(key, value));
        Grow(key);
        Grow(value);
    }

    /// <summary>The value of a key, or null.</summary>
    public Node? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key.Text == key)
                return entry.Value;
        }

        return null;
    }

    // Sums stop at a billion: far above every limit, far below an overflow.
    private void Grow(Node child)
    {
        const int Most = 1_000_000_000;
        Height = Math.Max(Height, child.Height + 1);
        Weight = Math.Min(Weight + child.Weight, Most);
        Length = Math.Min(Length + child.Length, Most);
    }
}
