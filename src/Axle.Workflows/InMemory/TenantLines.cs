using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>Work of one tenant and priority: a line for each length of chain. The longest goes first.</summary>
/// <param name="name">The tenant's name.</param>
/// <param name="level">The priority's number.</param>
internal sealed class TenantLines(string name, int level)
{
    /// <summary>By length of chain. None is empty, but the last one may be left when there is no work, to be used again.</summary>
    private readonly SortedList<double, WorkLine> _lines = [];

    public string Name => name;

    public int Level => level;

    /// <summary>Its place among the tenants that wait for their turn.</summary>
    public LinkedListNode<TenantLines>? Turn { get; set; }

    public bool IsEmpty => _lines.Count == 0 || (_lines.Count == 1 && _lines.Values[0].IsEmpty);

    public WorkLine Add(StepWork work, long arrival)
    {
        var path = work.Context.CriticalPath;
        if (!_lines.TryGetValue(path, out var line))
        {
            line = IsEmpty && _lines.Count == 1 ? _lines.Values[0] : new WorkLine(this);
            if (IsEmpty)
                _lines.Clear();
            _lines.Add(path, line);
        }

        line.Add(work, arrival);
        return line;
    }

    public StepWork Take() => Take(_lines.Count - 1);

    public StepWork Take(WorkLine line) => Take(_lines.IndexOfValue(line));

    private StepWork Take(int index)
    {
        var line = _lines.Values[index];
        var work = line.Take();
        if (line.IsEmpty && _lines.Count > 1)
            _lines.RemoveAt(index);
        return work;
    }
}
