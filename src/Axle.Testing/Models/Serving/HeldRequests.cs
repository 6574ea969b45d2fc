namespace Axle.Testing.Models.Serving;

/// <summary>Requests that wait: for a time to pass, or for the test to let them go.</summary>
internal sealed class HeldRequests(TimeProvider time)
{
    private TaskCompletionSource _release = Gate();

    /// <summary>How many requests have been held so far.</summary>
    public Milestones Held { get; } = new();

    /// <summary>Waits.</summary>
    /// <param name="delay">How long; null until the release.</param>
    /// <param name="gone">Fires when the caller hangs up.</param>
    public async Task WaitAsync(TimeSpan? delay, CancellationToken gone)
    {
        var release = Volatile.Read(ref _release).Task.WaitAsync(gone);
        var waiting = delay is { } length ? Task.WhenAny(release, Task.Delay(length, time, gone)) : release;
        Held.Add();
        await waiting;
    }

    /// <summary>Lets all go that wait now.</summary>
    public void Release() => Interlocked.Exchange(ref _release, Gate()).TrySetResult();

    private static TaskCompletionSource Gate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
