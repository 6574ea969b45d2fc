namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>A directed graph of names with the place of one import for each edge.</summary>
internal sealed class ModuleGraph
{
    private readonly SortedDictionary<string, SortedDictionary<string, ModuleEdge>> _edges = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Nodes => _edges.Keys;

    public IEnumerable<(string From, string To, ModuleEdge Edge)> Edges => from n in _edges from e in n.Value select (n.Key, e.Key, e.Value);

    public void AddNode(string node) => _edges.TryAdd(node, new(StringComparer.Ordinal));

    /// <summary>Adds an edge, or strengthens the one that is there.</summary>
    public void AddEdge(string from, string to, ModuleEdge edge)
    {
        AddNode(from);
        AddNode(to);
        if (from != to)
        {
            var known = _edges[from].GetValueOrDefault(to);
            _edges[from][to] = known is null ? edge : (known.Strength >= edge.Strength ? known : edge) with { Count = known.Count + 1 };
        }
    }

    public IEnumerable<string> From(string node, ImportStrength least) => _edges[node].Where(e => e.Value.Strength >= least).Select(e => e.Key);

    public ModuleEdge Edge(string from, string to) => _edges[from][to];

    /// <summary>Groups of two or more nodes that reach each other, over edges of at least the strength.</summary>
    public List<List<string>> Cycles(ImportStrength least) => new StrongComponents(_edges.Keys, node => From(node, least)).Find();

    /// <summary>A shortest cycle through the group's first node by name: the nodes in order, the first one again at the end.</summary>
    public List<string> ShortestCycle(List<string> group, ImportStrength least)
    {
        var members = group.ToHashSet(StringComparer.Ordinal);
        List<string>? best = null;
        foreach (string start in group.Order(StringComparer.Ordinal).Take(30))
        {
            var before = new Dictionary<string, string>(StringComparer.Ordinal);
            var queue = new Queue<string>([start]);
            while (queue.TryDequeue(out string? node) && !before.ContainsKey(start))
            {
                foreach (string next in From(node, least).Where(n => members.Contains(n) && !before.ContainsKey(n)))
                {
                    before[next] = node;
                    queue.Enqueue(next);
                }
            }

            var path = new List<string> { start };
            for (string at = before[start]; at != start; at = before[at])
            {
                path.Add(at);
            }

            path.Add(start);
            path.Reverse();
            best = best is null || path.Count < best.Count ? path : best;
        }

        return best!;
    }
}

/// <summary>One edge of the graph.</summary>
/// <param name="File">The importing file.</param>
/// <param name="Line">The import's line.</param>
/// <param name="Strength">The strongest of the edge's imports.</param>
/// <param name="Count">How many imports make the edge.</param>
internal sealed record ModuleEdge(string File, int Line, ImportStrength Strength, int Count = 1);
