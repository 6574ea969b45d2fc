namespace Axle.Testing.Time;

/// <summary>Time that passes only when it is told to. Shared by the simulated processes of a test; not thread-safe.</summary>
public sealed class VirtualClock
{
    private readonly PriorityQueue<VirtualTimer, (DateTimeOffset At, long Order)> _timers = new();
    private long _order;

    /// <summary>Now: 2030-01-01 at the start.</summary>
    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Moves to the next timer and rings it. False when there is none: nothing will ever happen by itself.</summary>
    public bool TryAdvance()
    {
        while (_timers.TryDequeue(out var timer, out var due))
        {
            if (!timer.IsDueAt(due.Order))
                continue;
            Now = due.At > Now ? due.At : Now;
            timer.Ring();
            return true;
        }

        return false;
    }

    internal long Schedule(VirtualTimer timer, TimeSpan wait)
    {
        var order = ++_order;
        _timers.Enqueue(timer, (Now + wait, order));
        return order;
    }
}
