using System.Collections.Concurrent;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>
/// Executes runs durably: start, resume, signal. Many runs at a time; each is driven by one <c>RunActor</c>, and one that only waits is a row in the
/// store. All that counts is in the store, so an engine may be killed at any moment and another goes on.
/// </summary>
public sealed class WorkflowEngine : IAsyncDisposable
{
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);
    private readonly IRunStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly RunClock _clock;
    private readonly RunServices _services;
    private readonly RunWakening _wakening;
    private readonly WorkflowPinning _pinning;
    private readonly RunForking _forking;
    private readonly RunHandles _handles;
    private readonly ConcurrentDictionary<RunId, RunActor> _runs = new();
    private readonly RunTurns _turns = new();

    // Runs that got a signal while they were being opened here, and were not known yet.
    private readonly ConcurrentDictionary<RunId, bool> _missed = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _background;

    /// <summary>Starts an engine. Unless it takes up runs (<see cref="EngineOptions.TakeUp"/>), it does nothing until a run is started or resumed.</summary>
    /// <param name="store">Where runs live.</param>
    /// <param name="queue">Carries steps to workers.</param>
    /// <param name="handler">Does the work of steps.</param>
    /// <param name="definitions">Reads back the definitions that runs are pinned to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public WorkflowEngine(
        IRunStore store, IWorkQueue queue, IStepHandler handler, IDefinitionLoader definitions, TimeProvider time, EngineOptions? options = null)
    {
        _store = store;
        _options = options ?? new EngineOptions();
        _time = time;
        Reader = new RunReader(store, definitions);
        _pinning = new WorkflowPinning(store, _options.Library);
        _forking = new RunForking(Reader, _pinning, time);
        _clock = new RunClock(time, _options.Random);
        _handles = new RunHandles(store);
        _wakening = new RunWakening(store, time, _options.TakeUpEvery, TakeUpAsync);
        var worker = new StepWorker(queue, handler, IsWanted, Report, _options.Random);
        _services = new RunServices(
            store, queue, worker, _clock, time, _handles, _options.TakeUp ? _options.ParkAfter : null, _wakening.Expect, Forget, _options.Stored);
        _handles.Kept = handle => _ = TellIfEndedAsync(handle);
        _background = Task.WhenAll(
            worker.RunAsync(_options.StepConcurrency, _stopping.Token),
            ListenAsync(),
            _options.TakeUp ? _wakening.RunAsync(_stopping.Token) : Task.CompletedTask);
    }

    /// <summary>Reads runs back.</summary>
    public RunReader Reader { get; }

    /// <summary>Starts a run. When this returns, the run is durable; one whose group has no room is stored and begins when there is room.</summary>
    /// <exception cref="AxleException">
    /// Inputs or attributes do not fit, or a workflow that is used does not exist; nothing was started.
    /// </exception>
    /// <exception cref="RunConflictException">There is a run with the id that was given.</exception>
    public async Task<RunHandle> StartAsync(StartRun request, CancellationToken cancellationToken = default)
    {
        InputCheck.CheckAttributes(request.Attributes);
        InputCheck.CheckSize(request.Inputs, _options.LargestInput);
        var inputs = InputCheck.Check(request.Workflow, request.Inputs);
        var workflows = await _pinning.PinAsync(request.Workflow, cancellationToken);
        var admission = GroupAdmissions.Of(request.Workflow, inputs, _time.GetUtcNow());
        var begin = new BeginRun(StoredDefinitions.From(request.Workflow).Hash, inputs, request.Attributes, request.By ?? _options.Actor, admission);
        while (true)
        {
            var id = request.Id ?? (request.Key is { } key ? StartKeys.IdOf(request.Workflow.Name, key) : NewId());
            try
            {
                using var turn = await _turns.TakeAsync(id, cancellationToken);
                return await BeginAsync(id, workflows, begin, cancellationToken);
            }
            catch (RunConflictException) when (request.Id is null && request.Key is not null)
            {
                return _handles.Get(id);
            }
            catch (RunConflictException) when (request.Id is null)
            {
                // Two runs of one millisecond drew the same lot: draw again.
            }
        }
    }

    /// <summary>
    /// Goes on with a run that was paused, that failed, or whose process is gone: completed steps keep their results, attempts that were
    /// in flight are made again, what failed is tried again.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="from">Name of a checkpoint, or sequence number of an event, to go back to first; null to go on where the run stands.</param>
    /// <param name="by">Who asks; null for the engine's own name.</param>
    /// <param name="edits">Inputs, variables or inputs of steps to change before; null for none.</param>
    /// <param name="cancellationToken">Cancels the asking, not the run.</param>
    /// <exception cref="RunHeldException">Another living process executes the run.</exception>
    /// <exception cref="AxleException">There is no such run or checkpoint, or the run has ended and no checkpoint is named.</exception>
    public async Task<RunHandle> ResumeAsync(
        RunId id, string? from = null, string? by = null, RunEdits? edits = null, CancellationToken cancellationToken = default)
    {
        var actor = by ?? _options.Actor;
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        if (_runs.TryGetValue(id, out var running))
        {
            if (from is not null)
                throw new RunHeldException(id, _store.Owner);
            // One that was let go of in this moment is claimed anew.
            if (running.Post(new Runs.Deciding.ResumeRun(actor, Edits: edits)))
                return running.Handle;
        }

        var opened = await _store.OpenAsync(id, cancellationToken);
        try
        {
            return await GoOnAsync(opened, from, actor, edits, cancellationToken);
        }
        catch (Exception exception) when (exception is not RunConflictException)
        {
            await _store.ReleaseAsync(id, opened.Epoch, CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Makes a run that shares another's history up to an event and goes its own way from there, with other inputs, variables, prompts, models or
    /// another definition. The other run is not touched.
    /// </summary>
    /// <exception cref="AxleException">There is no such run or event, nothing would be left to do, or the other definition does not fit.</exception>
    public async Task<RunHandle> ForkAsync(ForkRequest request, CancellationToken cancellationToken = default)
    {
        var id = request.Id ?? NewId();
        var decision = await _forking.ForkAsync(id, request, request.By ?? _options.Actor, cancellationToken);
        await _store.AppendAsync(decision.ToAppend(1), cancellationToken);
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        return await OpenAsync(new RunActor(_services, decision.State, 1), [], [], null, null, cancellationToken);
    }

    /// <summary>
    /// Runs a workflow anew as another run did, but for what differs: steps that would do the same with the same input take over the recorded
    /// result; only the others are made.
    /// </summary>
    /// <param name="request">What differs; <see cref="ForkRequest.At"/> does not count.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <exception cref="AxleException">There is no such run, or the inputs do not fit.</exception>
    public async Task<RunHandle> ReplayAsync(ForkRequest request, CancellationToken cancellationToken = default)
    {
        var parent = await Reader.StateAsync(request.Parent, null, cancellationToken);
        var workflow = request.Workflow ?? parent.Workflow;
        var workflows = request.Workflow is null ? parent.Workflows : await _pinning.PinAsync(workflow, cancellationToken);
        var by = request.By ?? _options.Actor;
        var inputs = InputCheck.Check(workflow, request.Edits.Inputs ?? parent.Inputs);
        var begin = new BeginRun(StoredDefinitions.From(workflow).Hash, inputs, parent.Attributes, by);
        var id = request.Id ?? NewId();
        var state = new RunState(id, workflows) { Recorded = await _forking.RecordedAsync(request.Parent, cancellationToken) };
        var fork = new ForkRun(request.Parent, 0, request.Edits with { Inputs = null }, by);
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        return await OpenAsync(new RunActor(_services, state, 1), [begin with { Fork = fork }], [], null, null, cancellationToken);
    }

    /// <summary>Has a run that rests go on under another definition, when that can be done: what was done keeps its results.</summary>
    /// <param name="id">The run; paused, or waiting and not in the memory of any process.</param>
    /// <param name="workflow">The new definition, of the same name.</param>
    /// <param name="by">Who asks; null for the engine's own name.</param>
    /// <param name="preview">Whether to look only, and change nothing.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>What it does, or what stands against it; then nothing was changed.</returns>
    /// <exception cref="RunHeldException">A process executes the run: pause it first.</exception>
    public async Task<MigrationCheck> MigrateAsync(
        RunId id, Workflow workflow, string? by = null, bool preview = false, CancellationToken cancellationToken = default)
    {
        var workflows = await _pinning.PinAsync(workflow, cancellationToken);
        if (preview)
            return MigrationCheck.Of(await Reader.StateAsync(id, null, cancellationToken), workflows);
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        if (_runs.ContainsKey(id))
            throw new RunHeldException(id, _store.Owner);
        var opened = await _store.OpenAsync(id, cancellationToken);
        var state = await FoldAsync(opened, cancellationToken);
        var check = MigrationCheck.Of(state, workflows);
        if (!check.IsPossible)
        {
            await _store.ReleaseAsync(id, opened.Epoch, CancellationToken.None);
            return check;
        }

        var migrate = new MigrateRun(workflows, StoredDefinitions.From(workflow).Hash, by ?? _options.Actor);
        await OpenAsync(new RunActor(_services, state, opened.Epoch), [migrate], opened.Signals, null, null, cancellationToken);
        return check;
    }

    /// <summary>
    /// Sends a signal: one that every run understands (<see cref="RunSignals"/>), or one that a step waits for. It is stored first. When this
    /// process executes the run, or no process does, its effect is durable when this returns; else the process that executes the run acts on it.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="name">The signal's name.</param>
    /// <param name="body">What it brings, as JSON; null for an empty object.</param>
    /// <param name="by">Who sends it; null for the engine's own name.</param>
    /// <param name="signalId">Makes it idempotent: the same id twice is one signal. Null for a new one every time.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    /// <returns>The run's row, and whether the signal was acted on already.</returns>
    /// <exception cref="AxleException">There is no such run.</exception>
    public async Task<(RunRow Row, bool Applied)> SignalAsync(
        RunId id, string name, string? body = null, string? by = null, string? signalId = null, CancellationToken cancellationToken = default)
    {
        var signal = new RunSignal(
            id,
            signalId ?? $"{name}-{_time.GetUtcNow().ToUnixTimeMilliseconds()}-{_options.Random.NextInt64():x}",
            name,
            body is null ? Payload.EmptyObject : Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(body)),
            by ?? _options.Actor,
            _time.GetUtcNow());
        await _store.SendSignalAsync(signal, cancellationToken);
        var applied = await ReceiveHereAsync(id, cancellationToken) || await ApplySignalsAsync(id, cancellationToken);
        return (await FindAsync(id, cancellationToken), applied);
    }

    /// <summary>The run, when this process executes it; null when it does not.</summary>
    public RunHandle? Find(RunId id) => _runs.TryGetValue(id, out var run) ? run.Handle : null;

    /// <summary>Stops: attempts in flight are cancelled and made again when their runs are resumed; runs are given up for others to claim.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        // Not CancelAsync: that one leaves the captured context, and with it a simulation's order of events.
#pragma warning disable CA1849
        _stopping.Cancel();
#pragma warning restore CA1849
        try
        {
            foreach (var run in _runs.Values.ToArray())
                await AbandonAsync(run);
        }
        finally
        {
            _handles.End(RunActor.Stopped);
            await _background;
            _clock.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task<RunHandle> BeginAsync(RunId id, PinnedWorkflows workflows, BeginRun begin, CancellationToken cancellationToken)
    {
        try
        {
            var run = new RunActor(_services, new RunState(id, workflows), 1);
            return await OpenAsync(run, [begin], [], begin.Admission, null, cancellationToken);
        }
        catch (GroupFullException)
        {
            var run = new RunActor(_services, new RunState(id, workflows), 1);
            var handle = await OpenAsync(run, [new QueueRun(begin)], [], null, null, cancellationToken);
            await GroupAdmissions.MakeRoomAsync(this, _store, workflows.Root, begin.Admission!, id, cancellationToken);
            return handle;
        }
    }

    private async ValueTask AbandonAsync(RunActor run)
    {
        run.Abandon();
        await _store.ReleaseAsync(run.Id, run.Epoch, CancellationToken.None);
    }

    private async Task<RunHandle> GoOnAsync(OpenedRun opened, string? from, string by, RunEdits? edits, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        var state = await FoldAsync(opened, cancellationToken);
        if (from is not null || state.RollbackDue is not null)
        {
            var rollback = new RunRollback(_store, Reader, _time, _options.Random);
            var decision = await rollback.DecideAsync(opened, state, from, by, cancellationToken);
            await _store.AppendAsync(decision.ToAppend(opened.Epoch), cancellationToken);
            return await OpenAsync(new RunActor(_services, decision.State, opened.Epoch), [], [], null, null, cancellationToken);
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
        return await OpenAsync(new RunActor(_services, state, opened.Epoch), [command], [], admission, null, cancellationToken);
    }

    private async Task<RunHandle> OpenAsync(
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

    private async Task<bool> ReceiveHereAsync(RunId id, CancellationToken cancellationToken) =>
        _runs.TryGetValue(id, out var run) && await run.ReceiveSignalsAsync().WaitAsync(cancellationToken);

    /// <summary>
    /// Acts on the signals of a run that nobody executes. What one of them starts is executed here; a run that goes on as before is left to those
    /// who take up runs.
    /// </summary>
    private async Task<bool> ApplySignalsAsync(RunId id, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        if (await ReceiveHereAsync(id, cancellationToken))
            return true;
        try
        {
            var opened = await _store.OpenAsync(id, cancellationToken);
            await GoOnWithSignalsAsync(opened, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is RunHeldException or RunConflictException)
        {
            // Another process has the run, or took it over in between, and reads its signals.
            return false;
        }
    }

    private async Task GoOnWithSignalsAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        try
        {
            var state = await FoldAsync(opened, cancellationToken);
            var isOrphaned = state.InFlight > 0 && state.Status is RunStatus.Executing or RunStatus.Compensating;
            var before = (state.InFlight, state.Status);
            if (_options.TakeUp)
            {
                RunCommand command = isOrphaned ? new RecoverRun(_options.Actor) : new CheckTime(_options.Random.NextDouble());
                await OpenAsync(new RunActor(_services, state, opened.Epoch), [command], opened.Signals, null, null, cancellationToken);
                return;
            }

            var signals = isOrphaned ? opened.Signals.Where(static s => s.Name is RunSignals.Pause or RunSignals.Cancel or RunSignals.Checkpoint) : opened.Signals;
            await OpenAsync(new RunActor(_services, state, opened.Epoch), [], signals, null, Leaves, cancellationToken);

            bool Leaves(RunState after) =>
                after.InFlight <= before.InFlight && after.Status != RunStatus.Compensating
                && !(before.Status == RunStatus.Paused && after.Status == RunStatus.Executing);
        }
        catch (Exception exception) when (exception is not RunConflictException)
        {
            await _store.ReleaseAsync(opened.Row.Run, opened.Epoch, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Goes on with a run that needed a process and had none.</summary>
    private async Task TakeUpAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var id = opened.Row.Run;
        try
        {
            using var turn = await _turns.TakeAsync(id, cancellationToken);
            if (_runs.ContainsKey(id))
                return;
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
            await _store.ReleaseAsync(id, opened.Epoch, CancellationToken.None);
        }
        catch (AxleException exception)
        {
            // One run that cannot be read must not keep the others from going on. Who watches it hears why.
            _handles.Get(id).Complete(null, exception);
        }
    }

    private async ValueTask<RunState> FoldAsync(OpenedRun opened, CancellationToken cancellationToken)
    {
        var state = await Reader.FoldAsync(opened.Row.Run, opened.Events, long.MaxValue, cancellationToken);
        if (state is { IsReplay: true, Parent: { } parent } && await _store.FindRunAsync(parent, cancellationToken) is not null)
            state.Recorded = await _forking.RecordedAsync(parent, cancellationToken);
        return state;
    }

    private RunId NewId() => RunId.New(_time.GetUtcNow(), (ulong)_options.Random.NextInt64());

    /// <summary>Somebody begins to watch a run: if it ended before, it will not tell by itself.</summary>
    private async Task TellIfEndedAsync(RunHandle handle)
    {
        try
        {
            if (_runs.ContainsKey(handle.Id) || await _store.FindRunAsync(handle.Id, _stopping.Token) is not { } row || !row.Status.IsEnded())
                return;
            var state = await Reader.StateAsync(handle.Id, null, _stopping.Token);
            _handles.Forget(handle);
            handle.Complete(RunActor.Outcome(state), null);
        }
        catch (Exception exception)
        {
            handle.Complete(null, exception);
        }
    }

    private async Task<RunRow> FindAsync(RunId id, CancellationToken cancellationToken) =>
        await _store.FindRunAsync(id, cancellationToken) ?? throw RunReader.NoSuchRun(id);

    private void Forget(RunActor run)
    {
        _runs.TryRemove(KeyValuePair.Create(run.Id, run));
        if (run.HasGroup)
            _wakening.Hint();
    }

    private bool IsWanted(StepWork work) => _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.IsInFlight(work);

    /// <summary>Takes a result in; one of an earlier claim is dropped, as its attempt is made again under the present one.</summary>
    private bool Report(StepWork work, RunCommand command) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.Report(work, command);

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var id in _store.WatchSignalsAsync(_stopping.Token))
                {
                    Hear(id);
                }

                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                // Stopping is how this loop ends.
            }
            catch (Exception)
            {
                // The store will say more to whoever writes. A run must not be deaf for ever because it could not be read for a moment.
                await ListenLaterAsync();
            }
        }
    }

    private void Hear(RunId id)
    {
        if (!_runs.ContainsKey(id) && _turns.IsTaken(id))
            _missed[id] = true;
        if (_runs.TryGetValue(id, out var run))
        {
            _missed.TryRemove(id, out _);
            _ = run.ReceiveSignalsAsync();
        }
        else if (_options.TakeUp)
        {
            _wakening.Hint();
        }
    }

    private async Task ListenLaterAsync()
    {
        try
        {
            await Task.Delay(ListenAgainAfter, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping ends the wait too.
        }
    }
}
