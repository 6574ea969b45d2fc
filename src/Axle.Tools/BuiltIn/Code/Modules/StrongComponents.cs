namespace Axle.Tools.BuiltIn.Code.Modules;

/// <summary>
/// Strongly connected components by R. Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own instead of
/// recursion, so that long chains are no danger.
/// </summary>
internal sealed class StrongComponents(IEnumerable<string> nodes, Func<string, IEnumerable<string>> next)
{
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _low = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly Stack<string> _stack = new();
    private readonly Stack<(string Node, IEnumerator<string> Next)> _work = new();
    private readonly List<List<string>> _found = [];

    /// <summary>The components of two or more nodes.</summary>
    public List<List<string>> Find()
    {
        foreach (string root in nodes)
        {
            if (!_index.ContainsKey(root))
            {
                Walk(root);
            }
        }

        return _found;
    }

    private void Walk(string root)
    {
        Enter(root);
        while (_work.TryPeek(out var top))
        {
            if (!top.Next.MoveNext())
            {
                _work.Pop();
                Leave(top.Node);
                continue;
            }

            string target = top.Next.Current;
            if (!_index.TryGetValue(target, out int seen))
            {
                Enter(target);
            }
            else if (_waiting.Contains(target))
            {
                _low[top.Node] = Math.Min(_low[top.Node], seen);
            }
        }
    }

    private void Enter(string node)
    {
        _index[node] = _low[node] = _index.Count;
        _stack.Push(node);
        _waiting.Add(node);
        _work.Push((node, next(node).GetEnumerator()));
    }

    private void Leave(string node)
    {
        if (_work.TryPeek(out var parent))
        {
            _low[parent.Node] = Math.Min(_low[parent.Node], _low[node]);
        }

        if (_low[node] != _index[node])
        {
            return;
        }

        var group = new List<string>();
        do
        {
            group.Add(_stack.Pop());
            _waiting.Remove(group[^1]);
        }
        while (group[^1] != node);

        if (group.Count > 1)
        {
            _found.Add(group);
        }
    }
}
