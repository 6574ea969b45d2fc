using System.Threading.Tasks.Sources;

namespace Axle.Bench.Floor;

/// <summary>A producer's row, and the producer's wait until it is on disk; used again for the next row, so that a row allocates nothing.</summary>
internal sealed class WaitingRow : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _done = new() { RunContinuationsAsynchronously = true };

    /// <summary>Makes it ready for a new row.</summary>
    public WaitingRow Renewed()
    {
        _done.Reset();
        return this;
    }

    public ValueTask OnDisk() => new(this, _done.Version);

    public void Complete() => _done.SetResult(true);

    public void GetResult(short token) => _done.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _done.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _done.OnCompleted(continuation, state, token, flags);
}
