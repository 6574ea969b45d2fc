using System.Globalization;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Testing.Simulation;

/// <summary>
/// Does what the operator of a process does: starts the run, resumes it when it is paused, takes it up again after its end at times. A run that
/// executes the engines keep going by themselves, where they are told to; else the operator does that too.
/// </summary>
internal sealed class Operator(RunId run, RunView view, StartRun start, SimulatedProcess process, Random random, Func<bool> isOver, Encores encores)
{
    private TaskCompletionSource _change = new();

    /// <summary>Something was committed.</summary>
    public void Notice() => _change.TrySetResult();

    public async Task RunAsync(WorkflowEngine engine, bool takesUp)
    {
        while (!isOver())
        {
            try
            {
                var handle = await ActAsync(engine, takesUp);
                await RestAsync(handle);
            }
            catch (RunHeldException)
            {
                await RestAsync(null);
            }
            catch (Exception exception) when (
                exception is IOException or RunConflictException or AxleException { Error.Kind: ErrorKind.Validation } || isOver())
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 2000)), process.Time);
            }
        }
    }

    private async Task<RunHandle?> ActAsync(WorkflowEngine engine, bool takesUp)
    {
        if (view.Row is not { } row)
            return await engine.StartAsync(start);
        if (row.Status.IsEnded())
            return await AgainAsync(engine, row);
        if (row.Status != RunStatus.Paused)
            return takesUp ? null : await engine.ResumeAsync(run);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(0, 5000)), process.Time);
        if (random.Next(2) == 0)
            return await engine.ResumeAsync(run);
        await engine.SignalAsync(run, RunSignals.Resume);
        return null;
    }

    /// <summary>A failed run is resumed, any run goes back to some event.</summary>
    private async Task<RunHandle?> AgainAsync(WorkflowEngine engine, RunRow row)
    {
        if (!encores.IsDue)
            return null;
        if (random.Next(4) == 0)
            await Task.Delay(TimeSpan.FromDays(2), process.Time);
        // Not every run of a workflow has as many events as the one that was looked at.
        var place = encores.Place is { } seq ? Math.Min(seq, row.LastSeq - 1).ToString(CultureInfo.InvariantCulture) : AnyPlace(row);
        var handle = await engine.ResumeAsync(run, place);
        encores.Left--;
        return handle;
    }

    private string? AnyPlace(RunRow row) => row.Status == RunStatus.Failed && random.Next(2) == 0
        ? null
        : random.NextInt64(1, row.LastSeq + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Until something happens, or the engine has let go of the run; else a look now and then.</summary>
    private async Task RestAsync(RunHandle? handle)
    {
        // Not Task.WhenAny: it goes on in the thread pool, and with it a simulation's order of events.
        var change = _change = new TaskCompletionSource();
        using var enough = new CancellationTokenSource();
        var late = Task.Delay(TimeSpan.FromDays(1), process.Time, enough.Token);
        process.Start(() => EndAfterAsync(late, change));
        if (handle is not null)
            process.Start(() => EndAfterAsync(handle.Completion, change));
        await change.Task;
        enough.Cancel();
        if (handle is { Completion.IsCompleted: true })
            await handle.Completion;
    }

    private static async Task EndAfterAsync(Task task, TaskCompletionSource change)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        change.TrySetResult();
    }
}

/// <summary>How often the run is still to be taken up again after its end.</summary>
/// <param name="left">How often.</param>
/// <param name="place">The event to go back to; null for any.</param>
internal sealed class Encores(int left, long? place)
{
    public long? Place => place;

    public int Left { get; set; } = left;

    public bool IsDue => Left > 0;
}
