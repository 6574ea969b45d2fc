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
    public static IReadOnlyList<StepRecord> Snapshot(ScopeState scope) =>
        Part(scope) is { } records ? records : [];

    private static Records? Part(ScopeState scope)
    {
        var (around, ended) = (scope.Parent is { } parent ? Part(parent) : null, scope.Ended);
        return ended._count == 0 ? around : new Records(around, ended._items, ended._count);
    }

    private sealed class Records(Records? around, StepState[] items, int count) : IReadOnlyList<StepRecord>
    {
        private StepRecord[]? _all;

        public int Count { get; } = count + (around?.Count ?? 0);

        public StepRecord this[int index] => All[index];

        public IEnumerator<StepRecord> GetEnumerator() => ((IEnumerable<StepRecord>)All).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        // Two threads that ask at once find the same.
        private StepRecord[] All => _all ??= [.. around?.All ?? [], .. items.Take(Count - (around?.Count ?? 0)).Select(static s => s.ToRecord())];
    }
}
