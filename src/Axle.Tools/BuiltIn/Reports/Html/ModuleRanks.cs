using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>
/// Puts modules in columns: what uses nothing (of the drawn) is rank 0, a user stands one above the highest it uses. Modules in one
/// cycle (strongly connected component, after Tarjan 1972) share a rank.
/// </summary>
internal sealed class ModuleRanks
{
    private readonly Dictionary<string, List<string>> _uses;
    private readonly Dictionary<string, int> _order = [];
    private readonly Dictionary<string, int> _low = [];
    private readonly Stack<string> _open = [];
    private readonly HashSet<string> _isOpen = [];
    private readonly Dictionary<string, int> _component = [];
    private readonly List<List<string>> _components = [];
    private readonly List<int> _ranks = [];

    private ModuleRanks(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges)
    {
        _uses = ids.ToDictionary(static id => id, static _ => new List<string>());
        foreach (var edge in edges)
            _uses[edge.From].Add(edge.To);
        foreach (var id in ids.Where(id => !_order.ContainsKey(id)))
            Visit(id);
    }

    /// <summary>Ranks modules; the depth of recursion is at most the number of ids, which the layout limits.</summary>
    public static ModuleRanks Of(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges) => new(ids, edges);

    /// <summary>The module's column, from 0.</summary>
    public int this[string id] => _ranks[_component[id]];

    /// <summary>Whether the module is in a cycle.</summary>
    public bool InCycle(string id) => _components[_component[id]].Count > 1;

    /// <summary>Whether an edge is part of a cycle.</summary>
    public bool InCycle(ModuleEdge edge) => _component[edge.From] == _component[edge.To];

    private void Visit(string id)
    {
        _order[id] = _low[id] = _order.Count;
        _open.Push(id);
        _isOpen.Add(id);
        foreach (var used in _uses[id])
        {
            if (!_order.ContainsKey(used))
                Visit(used);
            if (_isOpen.Contains(used))
                _low[id] = Math.Min(_low[id], _low[used]);
        }

        if (_low[id] == _order[id])
            Close(id);
    }

    /// <summary>Components close after all that they use, so their ranks are known by then.</summary>
    private void Close(string root)
    {
        var members = new List<string>();
        string member;
        do
        {
            member = _open.Pop();
            _isOpen.Remove(member);
            _component[member] = _components.Count;
            members.Add(member);
        }
        while (member != root);
        var below = members.SelectMany(m => _uses[m]).Where(u => _component[u] < _components.Count).Select(u => _ranks[_component[u]] + 1);
        _components.Add(members);
        _ranks.Add(below.DefaultIfEmpty(0).Max());
    }
}
