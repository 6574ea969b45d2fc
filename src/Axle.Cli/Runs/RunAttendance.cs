using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Progress;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Runs;

/// <summary>
/// Stays with a run until it ends, shows how it goes, and lets it be when somebody wants the process to stop: a run that only waits is left
/// waiting; else the first Ctrl-C or SIGTERM pauses and waits for the steps in flight, at most <see cref="Grace"/>, and the second stops at
/// once. Either way nothing is lost.
/// </summary>
/// <param name="engine">Executes the run.</param>
/// <param name="outside">Clock and interrupts.</param>
/// <param name="view">Shows it.</param>
internal sealed class RunAttendance(WorkflowEngine engine, Outside outside, IRunView view)
{
    /// <summary>How long a paused run's steps in flight are waited for.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LookForRoom = TimeSpan.FromMilliseconds(500);

    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Attends the run.</summary>
    /// <returns>The outcome; null when the process stops while the run waits, or before the steps in flight have ended.</returns>
    public async Task<RunOutcome?> AttendAsync(RunHandle handle, RunPicture picture)
    {
        using var watching = outside.Interrupts.Watch(Interrupted);
        RunOutcome? outcome = null;
        await view.WhileAsync(picture, async () => outcome = await WorkAsync(handle, picture));
        return outcome;
    }

    private void Interrupted(string what)
    {
        if (!_first.TrySetResult(what))
            _second.TrySetResult();
    }

    private async Task<RunOutcome?> WorkAsync(RunHandle handle, RunPicture picture)
    {
        var following = FollowAsync(handle, picture);
        var hasBegun = picture.Now().Status != RunStatus.Idle || await BeginAsync(handle.Id);
        await Task.WhenAny(handle.Completion, _first.Task);
        if (!hasBegun || (!handle.Completion.IsCompleted && picture.Now().OnlyWaits))
        {
            view.Say($"{await _first.Task}: the run is left waiting.");
            return null;
        }

        if (!handle.Completion.IsCompleted && !await PauseAsync(handle, picture, await _first.Task))
            return null;
        var outcome = await handle.Completion;
        await following;
        return outcome;
    }

    /// <summary>Waits for room in the run's group and begins it then: who ends a run there knows nothing of this process.</summary>
    /// <returns>Whether it has begun; false when the process is to stop.</returns>
    private async Task<bool> BeginAsync(RunId run)
    {
        while (await engine.Reader.StateAsync(run, null, CancellationToken.None) is { Status: RunStatus.Idle })
        {
            await engine.ResumeAsync(run);
            if (engine.Find(run) is not null || (await engine.Reader.StateAsync(run, null, CancellationToken.None)).Status != RunStatus.Idle)
                return true;
            if (await Task.WhenAny(_first.Task, Task.Delay(LookForRoom, outside.Time)) == _first.Task)
                return false;
        }

        throw new RunConflictException(run);
    }

    /// <summary>Pauses and waits.</summary>
    /// <returns>Whether the run has come to rest.</returns>
    private async Task<bool> PauseAsync(RunHandle handle, RunPicture picture, string what)
    {
        var inFlight = picture.Now().InFlight;
        view.Say(
            $"{what}: pausing. {(inFlight == 0 ? "No step is" : $"{Words.Count(inFlight, "step")} {(inFlight == 1 ? "is" : "are")}")} in flight; "
            + $"waiting up to {Grace.TotalSeconds:0} s. Once more stops at once: nothing is lost, steps in flight run again.");
        var pausing = engine.SignalAsync(handle.Id, RunSignals.Pause, $$"""{"reason":"{{what}}"}""");
        using var given = new CancellationTokenSource();
        var grace = Task.Delay(Grace, outside.Time, given.Token);
        await Task.WhenAny(Task.WhenAll(pausing, handle.Completion), _second.Task, grace);
        await given.CancelAsync();
        return handle.Completion.IsCompleted;
    }

    private async Task FollowAsync(RunHandle handle, RunPicture picture)
    {
        await foreach (var recorded in handle.Events())
        {
            if (!picture.Add(recorded))
                picture.Replace(await engine.Reader.StateAsync(handle.Id, recorded.Seq, CancellationToken.None));
            view.Happened(recorded);
        }
    }
}
