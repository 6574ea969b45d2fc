using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>How runs that this process holds and does not execute are given up, for others to claim.</summary>
/// <param name="store">Where runs live.</param>
/// <param name="time">The clock.</param>
/// <param name="wakening">Hears of each that was released.</param>
/// <param name="tellSetBack">Told about every run that failed its process; null for nobody.</param>
/// <param name="stopping">Ends all waiting: what is held then is released at once.</param>
internal sealed class RunReleasing(
    IRunStore store, TimeProvider time, RunWakening wakening, Action<RunSetback>? tellSetBack, CancellationToken stopping)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);
    private readonly RunSetbacks _setbacks = new(time);

    /// <summary>Does something with an opened run; when that fails, the run is given up.</summary>
    public async Task<T> GivingUpAsync<T>(OpenedRun opened, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception exception) when (exception is not RunConflictException)
        {
            await GiveUpAsync(opened.Row.Run, opened.Epoch);
            throw;
        }
    }

    /// <summary>
    /// Gives up a run that this process holds and does not execute: because the store failed, it is not known how far the run is stored. It
    /// is taken up then as any other that has no process. As long as the store fails, this is tried again.
    /// </summary>
    public async ValueTask GiveUpAsync(RunId id, long epoch)
    {
        if (!await TryReleaseAsync(id, epoch))
            _ = ReleaseLaterAsync(id, epoch, AgainAfter);
    }

    /// <summary>Gives up a run that failed its process. When that happens again and again, it is kept for a while, so that nobody spins on it.</summary>
    public void SetBack(RunId id, long epoch, Exception cause)
    {
        if (cause is RunConflictException)
            return;
        if (stopping.IsCancellationRequested)
        {
            _ = GiveUpAsync(id, epoch).AsTask();
            return;
        }

        var wait = _setbacks.Note(id);
        tellSetBack?.Invoke(new RunSetback(id, cause, wait));
        _ = wait == TimeSpan.Zero ? GiveUpAsync(id, epoch).AsTask() : ReleaseLaterAsync(id, epoch, wait);
    }

    /// <summary>A run went on as it should.</summary>
    public void ForgetSetbacks(RunId id) => _setbacks.Forget(id);

    private async Task ReleaseLaterAsync(RunId id, long epoch, TimeSpan wait)
    {
        try
        {
            do
            {
                await Task.Delay(wait, time, stopping);
                wait = AgainAfter;
            }
            while (!await TryReleaseAsync(id, epoch));
        }
        catch (OperationCanceledException)
        {
            await TryReleaseAsync(id, epoch);
        }
    }

    private async ValueTask<bool> TryReleaseAsync(RunId id, long epoch)
    {
        try
        {
            await store.ReleaseAsync(id, epoch, CancellationToken.None);
            wakening.Hint();
            return true;
        }
        catch (Exception)
        {
            // The store will say more to whoever writes.
            return false;
        }
    }
}
