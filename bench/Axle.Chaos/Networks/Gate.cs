namespace Axle.Chaos.Networks;

/// <summary>Lets through while it is open; those who come while it is shut wait.</summary>
internal sealed class Gate
{
    private volatile TaskCompletionSource _open = Opened();

    /// <summary>Returns when it is open.</summary>
    public Task PassAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);

    public void Shut() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource();
        open.SetResult();
        return open;
    }
}
