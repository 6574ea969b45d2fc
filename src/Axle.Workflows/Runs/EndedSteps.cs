using System.Collections;

namespace Axle.Workflows.Runs;

/// <summary>
/// Steps that ended, in that order. It only grows, and its snapshots cost nothing: they share the array, never see what is added later, and make
/// records when somebody asks. A step that ended does not change any more; one that is done again is another object.
/// </summary>
internal sealed class EndedSteps
{
    private StepState[] _items = [];
    private int _count;

    public void Add(StepState item)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, Math.Max(4, _count * 2));
        _items[_count++] = item;
    }

    /// <summary>These, and before them those of the scopes around.</summary>
    public static IReadOnlyList<StepRecord> Snapshot(ScopeState scope)
    {
        var parts = new List<(StepState[] Items, int Count)>();
        for (var at = scope; at is not null; at = at.Parent)
        {
            if (at.Ended._count > 0)
                parts.Add((at.Ended._items, at.Ended._count));
        }

        parts.Reverse();
        return parts.Count == 0 ? [] : new Records(parts);
    }

    private sealed class Records(List<(StepState[] Items, int Count)> parts) : IReadOnlyList<StepRecord>
    {
        private readonly Lazy<StepRecord[]> _records =
            new(() => [.. parts.SelectMany(static p => p.Items.Take(p.Count)).Select(static s => s.ToRecord())]);

        public int Count => parts.Sum(static p => p.Count);

        public StepRecord this[int index] => _records.Value[index];

        public IEnumerator<StepRecord> GetEnumerator() => ((IEnumerable<StepRecord>)_records.Value).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
