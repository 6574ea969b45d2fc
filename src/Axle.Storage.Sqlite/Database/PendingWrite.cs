namespace Axle.Storage.Sqlite.Database;

/// <summary>A write that waits for its turn and its flush.</summary>
internal abstract class PendingWrite<TTables>
{
    /// <summary>Why it was refused before it changed anything; null when it was not.</summary>
    public Exception? Refusal { get; set; }

    /// <summary>Makes the change, on the thread that writes.</summary>
    public abstract void Apply(TTables tables);

    /// <summary>The change is on disk. Must not run what waits for it on this thread: others wait for their turn.</summary>
    public abstract void Complete();

    /// <summary>Nothing of the change is on disk.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A write as a function.</summary>
internal sealed class WriteOf<TTables, T>(Func<TTables, T> change) : PendingWrite<TTables>
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override void Apply(TTables tables) => _result = change(tables);

    public override void Complete() => _done.TrySetResult(_result);

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
