using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>
/// Puts modules in columns: what uses nothing (of the drawn) is rank 0, a user stands one above the highest it uses. Inside a cycle
/// some uses must point back; <see cref="CycleOrder"/> chooses few of them, and they do not count for the rank.
/// </summary>
internal sealed class ModuleRanks
{
    private readonly ModuleComponents _components;
    private readonly Dictionary<string, int> _order;
    private readonly ILookup<string, string> _uses;
    private readonly Dictionary<string, int> _ranks = [];

    private ModuleRanks(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges)
    {
        _components = new ModuleComponents(ids, edges);
        _order = CycleOrder.Of(ids, [.. edges.Where(InCycle)]);
        _uses = edges.Where(e => !IsBack(e)).ToLookup(static e => e.From, static e => e.To);
        foreach (var id in ids)
            Rank(id);
    }

    /// <summary>Ranks modules; the depth of recursion is at most the number of ids, which the layout limits.</summary>
    public static ModuleRanks Of(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges) => new(ids, edges);

    /// <summary>The module's column, from 0.</summary>
    public int this[string id] => _ranks[id];

    /// <summary>Whether the module is in a cycle.</summary>
    public bool InCycle(string id) => _components.SizeOf(id) > 1;

    /// <summary>Whether an edge is part of a cycle.</summary>
    public bool InCycle(ModuleEdge edge) => _components.Same(edge.From, edge.To);

    private bool IsBack(ModuleEdge edge) => InCycle(edge) && _order[edge.From] > _order[edge.To];

    private int Rank(string id)
    {
        if (!_ranks.TryGetValue(id, out var rank))
            _ranks[id] = rank = _uses[id].Select(used => Rank(used) + 1).DefaultIfEmpty(0).Max();
        return rank;
    }
}
