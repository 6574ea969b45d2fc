namespace Axle.Agents.Connections;

/// <summary>A wait that ends with a call unless it is ended before. Guarded by the lock of whoever waits.</summary>
/// <param name="time">The clock.</param>
internal sealed class Patience(TimeProvider time) : IDisposable
{
    private ITimer? _timer;

    /// <summary>Begins to wait; one that waits already goes on.</summary>
    public void Begin(TimeSpan length, Action over) => _timer ??= time.CreateTimer(_ => over(), null, length, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the wait; false when there was none.</summary>
    public bool End()
    {
        if (_timer is null)
            return false;
        _timer.Dispose();
        _timer = null;
        return true;
    }

    public void Dispose() => End();
}
