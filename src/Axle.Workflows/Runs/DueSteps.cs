namespace Axle.Workflows.Runs;

/// <summary>
/// Steps that need the engine at a time, soonest first. An entry may be out of date: it counts only while the step is still due then, so that a step
/// that ends or waits anew needs no search.
/// </summary>
internal sealed class DueSteps
{
    private readonly PriorityQueue<StepState, (DateTimeOffset At, string Path)> _steps = new(PlaceOrder.Instance);

    /// <summary>Entries, those that are out of date included.</summary>
    public int Count => _steps.Count;

    /// <summary>Takes note that a step may be due at another time than before.</summary>
    public void Changed(StepState step)
    {
        if (step.DueAt is { } due)
            _steps.Enqueue(step, (due, step.Path));
    }

    /// <summary>When the first step is due; null when none is.</summary>
    public DateTimeOffset? Next()
    {
        while (_steps.TryPeek(out var step, out var place))
        {
            if (step.DueAt == place.At)
                return place.At;
            _steps.Dequeue();
        }

        return null;
    }

    /// <summary>Takes the steps that are due: in order of time, then of address.</summary>
    public IEnumerable<StepState> Take(DateTimeOffset now)
    {
        StepState? before = null;
        while (Next() is { } due && due <= now)
        {
            var step = _steps.Dequeue();
            if (step != before)
                yield return step;
            before = step;
        }
    }

    public void Clear() => _steps.Clear();

    private sealed class PlaceOrder : IComparer<(DateTimeOffset At, string Path)>
    {
        public static PlaceOrder Instance { get; } = new();

        public int Compare((DateTimeOffset At, string Path) x, (DateTimeOffset At, string Path) y) =>
            x.At.CompareTo(y.At) is var order and not 0 ? order : string.CompareOrdinal(x.Path, y.Path);
    }
}
