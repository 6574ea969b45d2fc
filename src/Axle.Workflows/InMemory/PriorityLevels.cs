using System.Diagnostics.CodeAnalysis;
using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>Work that waits, by the order of <see cref="PriorityWorkQueue"/>. Not safe for threads by itself.</summary>
internal sealed class PriorityLevels
{
    private const int Lowest = -100;
    private const int Highest = 100;

    private readonly TenantTurns?[] _levels = new TenantTurns?[Highest - Lowest + 1];

    /// <summary>
    /// Every arrival in order, with the line it stands in; those that have left are passed over when they come to the front. As the front leaves
    /// every <see cref="PriorityWorkQueue.AgingInterval"/>th time at the latest, no more than that many times the work that waits is in here.
    /// </summary>
    private readonly Queue<(WorkLine Line, long Arrival)> _ages = new();

    private int _top;
    private int _count;
    private long _arrivals;
    private int _sinceOldest;

    public void Add(StepWork work)
    {
        var level = Math.Clamp(work.Context.Priority, Lowest, Highest) - Lowest;
        var line = (_levels[level] ??= new TenantTurns(level)).Add(work, _arrivals);
        _ages.Enqueue((line, _arrivals++));
        _top = Math.Max(_top, level);
        _count++;
    }

    public bool TryTake([NotNullWhen(true)] out StepWork? work)
    {
        work = null;
        if (_count == 0)
            return false;
        _count--;
        work = ++_sinceOldest < PriorityWorkQueue.AgingInterval ? TakeHighest() : TakeOldest();
        while (_ages.TryPeek(out var oldest) && !oldest.Line.IsFirst(oldest.Arrival))
            _ages.Dequeue();
        return true;
    }

    private StepWork TakeHighest()
    {
        while (_levels[_top] is not { IsEmpty: false })
            _top--;
        return _levels[_top]!.Take();
    }

    private StepWork TakeOldest()
    {
        _sinceOldest = 0;
        var oldest = _ages.Dequeue().Line;
        return _levels[oldest.Tenant.Level]!.Take(oldest);
    }
}
