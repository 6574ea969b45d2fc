namespace Axle.Workflows.Runs;

/// <summary>A list that only grows, and whose snapshots cost nothing: they share the array, and never see what is added later.</summary>
internal sealed class EndedSteps
{
    private StepRecord[] _items = new StepRecord[8];
    private int _count;

    public EndedSteps()
    {
    }

    public EndedSteps(IEnumerable<StepRecord> items)
    {
        foreach (var item in items)
            Add(item);
    }

    public void Add(StepRecord item)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = item;
    }

    public IReadOnlyList<StepRecord> Snapshot() => new ArraySegment<StepRecord>(_items, 0, _count);
}
