namespace Axle.Storage.Postgres.Writing;

/// <summary>A write that waits for its turn in a lane.</summary>
internal abstract class PendingWrite
{
    /// <summary>Nothing of it is stored.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>Something that must not happen while decisions of the same run are written.</summary>
internal sealed class TurnOf<T>(Func<ValueTask<T>> act) : PendingWrite, ITurn
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    public async ValueTask TakeAsync()
    {
        try
        {
            _done.TrySetResult(await act());
        }
        catch (Exception exception)
        {
            _done.TrySetException(exception);
        }
    }

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>A write that is made by itself.</summary>
internal interface ITurn
{
    /// <summary>Makes it, and tells who waits how it went.</summary>
    ValueTask TakeAsync();
}
