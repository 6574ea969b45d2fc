namespace Axle.Testing.Time;

/// <summary>A timer on a virtual clock. Its callback goes through the process that made it, so a dead process hears nothing.</summary>
internal sealed class VirtualTimer(VirtualClock clock, Action<Action> post, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private long _order;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _order = dueTime == Timeout.InfiniteTimeSpan ? 0 : clock.Schedule(this, dueTime);
        return true;
    }

    public bool IsDueAt(long order) => order == _order;

    public void Ring()
    {
        _order = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? 0 : clock.Schedule(this, _period);
        post(() => callback(state));
    }

    public void Dispose() => _order = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
