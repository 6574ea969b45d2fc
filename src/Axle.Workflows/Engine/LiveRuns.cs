using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>The runs that this process executes: how they are opened, gone on with and let go of.</summary>
internal sealed class LiveRuns
{
    private static readonly TimeSpan GiveUpAgainAfter = TimeSpan.FromSeconds(1);
    private readonly IRunStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly RunReader _reader;
    private readonly RunForking _forking;
    private readonly ConcurrentDictionary<RunId, RunActor> _runs = new();

    // Runs that got a signal while they were being opened here, and were not known yet; with the round of opening in which they did.
    private readonly ConcurrentDictionary<RunId, long> _missed = new();
    private readonly RunSetbacks _setbacks;
    private readonly CancellationToken _stopping;

    public LiveRuns(IRunStore store, EngineOptions options, TimeProvider time, RunReader reader, RunForking forking, CancellationToken stopping)
    {
        _store = store;
        _options = options;
        _time = time;
        _reader = reader;
        _forking = forking;
        _stopping = stopping;
        _setbacks = new RunSetbacks(time);
        Handles = new RunHandles(store) { Kept = handle => _ = TellIfEndedAsync(handle) };
        Wakening = new RunWakening(store, time, options.TakeUpEvery, TakeUpAsync, ForgetMissed);
    }

    /// <summary>Who watches runs.</summary>
    public RunHandles Handles { get; }

    /// <summary>Takes up runs that need a process.</summary>
    public RunWakening Wakening { get; }

    /// <summary>One at a time opens a run.</summary>
    public RunTurns Turns { get; } = new();

    /// <summary>What the runs share; set before the first is opened.</summary>
    public required RunServices Services { get; set; }

    /// <summary>The run, when this process executes it.</summary>
    public RunActor? Find(RunId id) => _runs.GetValueOrDefault(id);

    /// <summary>Begins a run that is not stored yet.</summary>
    public async Task<RunHandle> BeginAsync(RunActor run, IEnumerable<RunCommand> commands, GroupAdmission? admission, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(run, commands, [], admission, null, cancellationToken);
        }
        catch (Exception exception) when (exception is not (RunConflictException or GroupFullException))
        {
            // It may be stored all the same, as one that this process executes.
            await GiveUpAsync(run.Id, run.Epoch);
            throw;
        }
    }

    /// <summary>
    /// Decides and stores what a run begins or goes on with, and executes it from there. Whoever opened the run gives it up when this throws.
    /// </summary>
    public async Task<RunHandle> OpenAsync(
        RunActor run,
        IEnumerable<RunCommand> commands,
        IEnumerable<RunSignal> signals,
        GroupAdmission? admission,
        Func<RunState, bool>? leave,
        CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        await run.OpenAsync(commands, signals, admission, leave, cancellationToken);
        if (!run.IsLetGo)
            _runs[run.Id] = run;
        if (_stopping.IsCancellationRequested && !run.IsLetGo)
        {
            // The engine stopped in between, and did not see this one.
            await AbandonAsync(run);
            return run.Handle;
        }

        run.Run();
        if (_missed.TryRemove(run.Id, out _))
            _ = run.ReceiveSignalsAsync();
        return run.Handle;
    }

    /// <summary>Goes on with an opened run: from where it stands, or from an earlier place.</summary>
    public async Task<RunHandle> GoOnAsync(OpenedRun opened, string? from, string by, RunEdits? edits, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        var state = await FoldAsync(opened, cancellationToken);
        if (from is not null || state.RollbackDue is not null)
        {
            var rollback = new RunRollback(_store, _reader, _time, _options.Random);
            var decision = await rollback.DecideAsync(opened, state, from, by, cancellationToken);
            await _store.AppendAsync(decision.ToAppend(opened.Epoch), cancellationToken);
            return await OpenAsync(new RunActor(Services, decision.State, opened.Epoch), [], opened.Signals, null, null, cancellationToken);
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
        return await OpenAsync(new RunActor(Services, state, opened.Epoch), [command], opened.Signals, admission, null, cancellationToken);
    }

    /// <summary>Has the run look for signals, when this process executes it.</summary>
    public async Task<bool> ReceiveHereAsync(RunId id, CancellationToken cancellationToken) =>
        _runs.TryGetValue(id, out var run) && await run.ReceiveSignalsAsync().WaitAsync(cancellationToken);

    /// <summary>
    /// Acts on the signals of a run that nobody executes. What one of them starts is executed here; a run that goes on as before is left to those
    /// who take up runs.
    /// </summary>
    public async Task<bool> ApplySignalsAsync(RunId id, CancellationToken cancellationToken)
    {
        using var turn = await Turns.TakeAsync(id, cancellationToken);
        if (await ReceiveHereAsync(id, cancellationToken))
            return true;
        try
        {
            var opened = await _store.OpenAsync(id, cancellationToken);
            return await GivingUpAsync(opened, async () =>
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

    /// <summary>A run may have got a signal.</summary>
    public void Hear(RunId id)
    {
        if (!_runs.ContainsKey(id) && (Wakening.IsOpening || Turns.IsTaken(id)))
            _missed[id] = Wakening.Round;
        if (_runs.TryGetValue(id, out var run))
        {
            _missed.TryRemove(id, out _);
            _ = run.ReceiveSignalsAsync();
        }
        else if (_options.TakeUp)
        {
            Wakening.Hint();
        }
    }

    /// <summary>Lets go of all runs, for others to claim.</summary>
    public async ValueTask AbandonAllAsync()
    {
        foreach (var run in _runs.Values.ToArray())
            await AbandonAsync(run);
    }

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
            _ = ReleaseLaterAsync(id, epoch, GiveUpAgainAfter);
    }

    /// <summary>Gives up a run that failed its process. When that happens again and again, it is kept for a while, so that nobody spins on it.</summary>
    public void SetBack(RunId id, long epoch, Exception cause)
    {
        if (cause is RunConflictException)
            return;
        if (_stopping.IsCancellationRequested)
        {
            _ = GiveUpAsync(id, epoch).AsTask();
            return;
        }

        var wait = _setbacks.Note(id);
        _options.SetBack?.Invoke(new RunSetback(id, cause, wait));
        _ = wait == TimeSpan.Zero ? GiveUpAsync(id, epoch).AsTask() : ReleaseLaterAsync(id, epoch, wait);
    }

    /// <summary>A run was let go of.</summary>
    public void Forget(RunActor run)
    {
        if (run.IsLetGo)
            _setbacks.Forget(run.Id);
        _runs.TryRemove(KeyValuePair.Create(run.Id, run));
        if (run.HasGroup)
            Wakening.Hint();
    }

    /// <summary>Takes an attempt for a worker, if it still counts and none has it.</summary>
    public bool TryClaim(StepWork work, CancellationTokenSource cancellation) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.TryClaim(work, cancellation);

    /// <summary>Takes a result in; one of an earlier claim is dropped, as its attempt is made again under the present one.</summary>
    public bool Report(StepWork work, RunCommand command) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.Report(work, command);

    /// <summary>Where an opened run stands.</summary>
    public async ValueTask<RunState> FoldAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var state = await _reader.FoldAsync(opened, cancellationToken);
        if (state is { IsReplay: true, Parent: { } parent } && await _store.FindRunAsync(parent, cancellationToken) is not null)
            state.Recorded = await _forking.RecordedAsync(parent, cancellationToken);
        return state;
    }

    private async Task GoOnWithSignalsAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var state = await FoldAsync(opened, cancellationToken);
        var before = (state.InFlight, state.Status);
        if (_options.TakeUp)
        {
            RunCommand command = state.InFlight > 0 ? new RecoverRun(_options.Actor) : new CheckTime(_options.Random.NextDouble());
            var actor = new RunActor(Services, state, opened.Epoch);
            await OpenAsync(actor, [command], opened.Signals, null, static after => after.Status == RunStatus.Paused, cancellationToken);
            return;
        }

        var isOrphaned = state.InFlight > 0 && state.Status is RunStatus.Executing or RunStatus.Compensating;
        var signals = isOrphaned ? opened.Signals.Where(static s => s.Name is RunSignals.Pause or RunSignals.Cancel or RunSignals.Checkpoint) : opened.Signals;
        RunCommand[] commands = state is { Status: RunStatus.Paused, InFlight: > 0 } ? [new RecoverRun(_options.Actor)] : [];
        await OpenAsync(new RunActor(Services, state, opened.Epoch), commands, signals, null, Leaves, cancellationToken);

        bool Leaves(RunState after) =>
            after.InFlight <= before.InFlight && after.Status != RunStatus.Compensating
            && !(before.Status == RunStatus.Paused && after.Status == RunStatus.Executing);
    }

    /// <summary>Goes on with a run that needed a process and had none.</summary>
    private async Task TakeUpAsync(OpenedRun opened, long round, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        try
        {
            using var turn = await Turns.TakeAsync(id, cancellationToken);
            // One that is let go of in this moment may still be known, under the claim that it gave up.
            if (_runs.TryGetValue(id, out var run) && run.Epoch >= opened.Epoch)
                return;
            if (opened.Damage is { } damage)
                throw new AxleException(damage.Error, damage);
            if (_missed.TryGetValue(id, out var heard) && heard < round)
                _missed.TryRemove(KeyValuePair.Create(id, heard));
            if (opened.Row.Status == RunStatus.Idle)
                await GoOnAsync(opened, null, _options.Actor, null, cancellationToken);
            else
                await GoOnWithSignalsAsync(opened, cancellationToken);
        }
        catch (RunConflictException)
        {
            // Another process was faster.
        }
        catch (GroupFullException)
        {
            await GiveUpAsync(id, opened.Epoch);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            // One run that cannot be gone on with must not keep the others from it. Who watches it hears why.
            SetBack(id, opened.Epoch, exception);
            if (exception is AxleException)
                Handles.Get(id).Complete(null, exception);
        }
    }

    private void ForgetMissed()
    {
        foreach (var (id, _) in _missed)
        {
            if (!Turns.IsTaken(id))
                _missed.TryRemove(id, out _);
        }
    }

    /// <summary>Somebody begins to watch a run: if it ended before, it will not tell by itself.</summary>
    private async Task TellIfEndedAsync(RunHandle handle)
    {
        try
        {
            if (_runs.ContainsKey(handle.Id) || await _store.FindRunAsync(handle.Id, _stopping) is not { } row || !row.Status.IsEnded())
                return;
            var state = await _reader.StateAsync(handle.Id, null, _stopping);
            Handles.Forget(handle);
            handle.Complete(RunActor.Outcome(state), null);
        }
        catch (Exception exception)
        {
            handle.Complete(null, exception);
        }
    }

    private async Task ReleaseLaterAsync(RunId id, long epoch, TimeSpan wait)
    {
        try
        {
            do
            {
                await Task.Delay(wait, _time, _stopping);
                wait = GiveUpAgainAfter;
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
            await _store.ReleaseAsync(id, epoch, CancellationToken.None);
            Wakening.Hint();
            return true;
        }
        catch (Exception)
        {
            // The store will say more to whoever writes.
            return false;
        }
    }

    private async ValueTask AbandonAsync(RunActor run)
    {
        run.Abandon();
        await _store.ReleaseAsync(run.Id, run.Epoch, CancellationToken.None);
    }
}
