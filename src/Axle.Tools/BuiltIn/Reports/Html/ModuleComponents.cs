using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Which modules reach each other both ways: strongly connected components, after Tarjan (1972).</summary>
internal sealed class ModuleComponents
{
    private readonly ILookup<string, string> _uses;
    private readonly Dictionary<string, int> _order = [];
    private readonly Dictionary<string, int> _low = [];
    private readonly Stack<string> _open = [];
    private readonly HashSet<string> _isOpen = [];
    private readonly Dictionary<string, int> _component = [];
    private readonly List<int> _sizes = [];

    /// <summary>Finds the components.</summary>
    public ModuleComponents(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges)
    {
        _uses = edges.ToLookup(static e => e.From, static e => e.To);
        foreach (var id in ids)
        {
            if (!_order.ContainsKey(id))
                Visit(id);
        }
    }

    /// <summary>How many modules are in the module's component, itself included.</summary>
    public int SizeOf(string id) => _sizes[_component[id]];

    /// <summary>Whether two modules reach each other both ways.</summary>
    public bool Same(string one, string other) => _component[one] == _component[other];

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

    private void Close(string root)
    {
        var size = 0;
        string member;
        do
        {
            member = _open.Pop();
            _isOpen.Remove(member);
            _component[member] = _sizes.Count;
            size++;
        }
        while (member != root);
        _sizes.Add(size);
    }
}
