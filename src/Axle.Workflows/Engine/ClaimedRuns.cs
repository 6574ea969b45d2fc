using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>How runs that were stored before are gone on with: claimed, read back, and with what they decide next.</summary>
/// <param name="store">Where runs live.</param>
/// <param name="options">Settings.</param>
/// <param name="services">What the runs share.</param>
/// <param name="reader">Reads them back.</param>
/// <param name="forking">Knows what a replayed run takes over.</param>
/// <param name="live">Executes them from there.</param>
/// <param name="releasing">Gives up what cannot be gone on with.</param>
/// <param name="stopping">Cancelled when the engine stops.</param>
internal sealed class ClaimedRuns(
    IRunStore store, EngineOptions options, RunServices services, RunReader reader, RunForking forking, LiveRuns live, RunReleasing releasing,
    CancellationToken stopping)
{
    /// <summary>Goes on with an opened run: from where it stands, or from an earlier place.</summary>
    public async Task<RunHandle> GoOnAsync(OpenedRun opened, string? from, string by, RunEdits? edits, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        var state = await FoldAsync(opened, cancellationToken);
        if (from is not null || state.RollbackDue is not null)
        {
            var rollback = new RunRollback(store, reader, services.Time, options.Random);
            var decision = await rollback.DecideAsync(opened, state, from, by, cancellationToken);
            await store.AppendAsync(decision.ToAppend(opened.Epoch), cancellationToken);
            return await live.OpenAsync(new RunActor(services, decision.State, opened.Epoch), [], opened.Signals, null, null, cancellationToken);
        }

        if (state.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"Run {id} is {state.Status.ToString().ToLowerInvariant()}, so there is nothing to go on with. "
                + $"To run it again from an earlier place, name one of 'ax workflow checkpoints {id}' with --from.");
        }

        RunCommand command = state.Status switch
        {
            RunStatus.Idle => new AdmitRun(),
            RunStatus.Executing or RunStatus.Compensating => new RecoverRun(by),
            _ => new Runs.Deciding.ResumeRun(by, IsOrphaned: true, edits),
        };
        var admission = state.Status == RunStatus.Idle && state.Group is { } group ? new GroupAdmission(group, state.GroupLimit) : null;
        return await live.OpenAsync(new RunActor(services, state, opened.Epoch), [command], opened.Signals, admission, null, cancellationToken);
    }

    /// <summary>
    /// Acts on the signals of a run that nobody executes. What one of them starts is executed here; a run that goes on as before is left to those
    /// who take up runs.
    /// </summary>
    public async Task<bool> ApplySignalsAsync(RunId id, CancellationToken cancellationToken)
    {
        using var turn = await live.Turns.TakeAsync(id, cancellationToken);
        if (await live.ReceiveHereAsync(id, cancellationToken))
            return true;
        try
        {
            var opened = await store.OpenAsync(id, cancellationToken);
            return await releasing.GivingUpAsync(opened, async () =>
            {
                await GoOnWithSignalsAsync(opened, cancellationToken);
                return true;
            });
        }
        catch (Exception exception) when (exception is RunHeldException or RunConflictException)
        {
            // Another process has the run, or took it over in between, and reads its signals.
            return false;
        }
    }

    /// <summary>Where an opened run stands.</summary>
    public async ValueTask<RunState> FoldAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var state = await reader.FoldAsync(opened, cancellationToken);
        if (state is { IsReplay: true, Parent: { } parent } && await store.FindRunAsync(parent, cancellationToken) is not null)
            state.Recorded = await forking.RecordedAsync(parent, cancellationToken);
        return state;
    }

    private async Task GoOnWithSignalsAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var state = await FoldAsync(opened, cancellationToken);
        var before = (state.InFlight, state.Status);
        if (options.TakeUp)
        {
            RunCommand command = state.InFlight > 0 ? new RecoverRun(options.Actor) : new CheckTime(options.Random.NextDouble());
            var actor = new RunActor(services, state, opened.Epoch);
            await live.OpenAsync(actor, [command], opened.Signals, null, static after => after.Status == RunStatus.Paused, cancellationToken);
            return;
        }

        var isOrphaned = state.InFlight > 0 && state.Status is RunStatus.Executing or RunStatus.Compensating;
        var signals = isOrphaned ? opened.Signals.Where(static s => s.Name is RunSignals.Pause or RunSignals.Cancel or RunSignals.Checkpoint) : opened.Signals;
        RunCommand[] commands = state is { Status: RunStatus.Paused, InFlight: > 0 } ? [new RecoverRun(options.Actor)] : [];
        await live.OpenAsync(new RunActor(services, state, opened.Epoch), commands, signals, null, Leaves, cancellationToken);

        bool Leaves(RunState after) =>
            after.InFlight <= before.InFlight && after.Status != RunStatus.Compensating
            && !(before.Status == RunStatus.Paused && after.Status == RunStatus.Executing);
    }

    /// <summary>Goes on with a run that needed a process and had none.</summary>
    public async Task TakeUpAsync(OpenedRun opened, long round, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        try
        {
            using var turn = await live.Turns.TakeAsync(id, cancellationToken);
            // One that is let go of in this moment may still be known, under the claim that it gave up.
            if (live.Find(id) is { } run && run.Epoch >= opened.Epoch)
                return;
            if (opened.Damage is { } damage)
                throw new AxleException(damage.Error, damage);
            live.ForgetMissed(id, round);
            if (opened.Row.Status == RunStatus.Idle)
                await GoOnAsync(opened, null, options.Actor, null, cancellationToken);
            else
                await GoOnWithSignalsAsync(opened, cancellationToken);
        }
        catch (RunConflictException)
        {
            // Another process was faster.
        }
        catch (GroupFullException)
        {
            await releasing.GiveUpAsync(id, opened.Epoch);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // One run that cannot be gone on with must not keep the others from it. Who watches it hears why.
            releasing.SetBack(id, opened.Epoch, exception);
            if (exception is AxleException)
                live.Handles.Get(id).Complete(null, exception);
        }
    }
}
