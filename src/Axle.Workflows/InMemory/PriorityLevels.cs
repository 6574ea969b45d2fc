using System.Diagnostics.CodeAnalysis;
using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>Work that waits, by the order of <see cref="PriorityWorkQueue"/>. Not safe for threads by itself.</summary>
internal sealed class PriorityLevels
{
    private const int Lowest = -100;
    private const int Highest = 100;

    private readonly TenantTurns?[] _levels = new TenantTurns?[Highest - Lowest + 1];
    private readonly WaitingWork _ages = new();
    private int _top;
    private long _arrivals;
    private int _sinceOldest;

    public void Add(StepWork work)
    {
        var level = Math.Clamp(work.Context.Priority, Lowest, Highest) - Lowest;
        var entry = new WaitingWork(work, level, _arrivals++);
        entry.InsertBefore(_ages);
        (_levels[level] ??= new TenantTurns()).Add(entry);
        _top = Math.Max(_top, level);
    }

    public bool TryTake([NotNullWhen(true)] out StepWork? work)
    {
        if (_ages.Next == _ages)
        {
            work = null;
            return false;
        }

        var entry = ++_sinceOldest < PriorityWorkQueue.AgingInterval ? TakeHighest() : TakeOldest();
        entry.Remove();
        work = entry.Work!;
        return true;
    }

    private WaitingWork TakeHighest()
    {
        while (_levels[_top] is not { IsEmpty: false })
            _top--;
        return _levels[_top]!.Take();
    }

    private WaitingWork TakeOldest()
    {
        _sinceOldest = 0;
        var oldest = _ages.Next;
        _levels[oldest.Level]!.Take(oldest);
        return oldest;
    }
}
