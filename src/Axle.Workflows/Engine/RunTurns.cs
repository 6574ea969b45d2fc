using System.Collections.Concurrent;

namespace Axle.Workflows.Engine;

/// <summary>
/// One at a time opens a run in this process. The store cannot tell two of one process apart: to it both are the owner, and each would
/// take the run from the other.
/// </summary>
internal sealed class RunTurns
{
    private readonly ConcurrentDictionary<RunId, TaskCompletionSource> _taken = new();

    /// <summary>Whether somebody opens the run just now.</summary>
    public bool IsTaken(RunId run) => _taken.ContainsKey(run);

    /// <summary>Waits for the others, and has the run until the turn is disposed.</summary>
    public async ValueTask<IDisposable> TakeAsync(RunId run, CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var holder = _taken.GetOrAdd(run, mine);
            if (holder == mine)
                return new Turn(_taken, run, mine);
            // Not WaitAsync: that one leaves the captured context, and with it a simulation's order of events. A turn is short.
            await holder.Task;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private sealed class Turn(ConcurrentDictionary<RunId, TaskCompletionSource> taken, RunId run, TaskCompletionSource mine) : IDisposable
    {
        public void Dispose()
        {
            taken.TryRemove(KeyValuePair.Create(run, mine));
            mine.TrySetResult();
        }
    }
}
