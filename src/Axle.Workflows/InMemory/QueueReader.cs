using System.Threading.Tasks.Sources;

namespace Axle.Workflows.InMemory;

/// <summary>Somebody who reads the queue, and waits now and then; used again for every wait. Whoever calls it holds the queue's lock.</summary>
internal sealed class QueueReader : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _woken = new() { RunContinuationsAsynchronously = true };
    private bool _waits;

    /// <summary>Begins to wait.</summary>
    public void Wait()
    {
        _woken.Reset();
        _waits = true;
    }

    /// <summary>Completes when it was woken. To be awaited once each time; needs no lock.</summary>
    public ValueTask WokenAsync() => new(this, _woken.Version);

    /// <summary>Wakes it; false when it does not wait.</summary>
    public bool TryWake()
    {
        if (!_waits)
            return false;
        _waits = false;
        _woken.SetResult(true);
        return true;
    }

    void IValueTaskSource.GetResult(short token) => _woken.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _woken.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _woken.OnCompleted(continuation, state, token, flags);
}
