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
    private readonly WorkflowPinning _pinning;
    private readonly RunForking _forking;
    private readonly RunReleasing _releasing;
    private readonly LiveRuns _runs;
    private readonly ClaimedRuns _claimed;
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
        _clock = new RunClock(time, _options.Random, _options.TakeUpEvery);
        var wakening = new RunWakening(store, time, _options.TakeUpEvery);
        _releasing = new RunReleasing(store, time, wakening, _options.SetBack, _stopping.Token);
        _runs = new LiveRuns(store, Reader, wakening, _releasing, _options.TakeUp, _stopping.Token);
        var worker = new StepWorker(queue, handler, _runs.TryClaim, _runs.Report, _options.LargestOutput, _options.Random);
        if (queue is IRemoteQueue remote)
            remote.Connect(_runs.Report);
        _services = new RunServices(
            store, queue, worker, _clock, time, _runs.Handles, _options.TakeUp ? _options.ParkAfter : null, wakening.Expect, _runs.Forget,
            (run, cause) => _releasing.SetBack(run.Id, run.Epoch, cause), _options.EventsAtOnce, _options.SnapshotAfter,
            _options.Stored);
        _claimed = new ClaimedRuns(store, _options, _services, Reader, _forking, _runs, _releasing, _stopping.Token);
        _background = Task.WhenAll(
            worker.RunAsync(_options.StepConcurrency, _stopping.Token),
            ListenAsync(),
            _options.TakeUp ? wakening.RunAsync(_claimed.TakeUpAsync, _runs.ForgetMissed, _stopping.Token) : Task.CompletedTask);
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
                using var turn = await _runs.Turns.TakeAsync(id, cancellationToken);
                return await BeginAsync(id, workflows, begin, cancellationToken);
            }
            catch (RunConflictException) when (request is { Id: null, Key: null })
            {
                // Two runs of one millisecond drew the same lot: draw again.
            }
            catch (RunConflictException)
            {
                // When there is none by that id, the store has refused this process, which others took for dead, and nothing was written: begin again.
                if (await _store.FindRunAsync(id, cancellationToken) is null)
                    continue;
                if (request.Id is not null)
                    throw;
                return _runs.Handles.Get(id);
            }
        }
    }

    /// <summary>The run that an earlier start with the same key has made; null when there is none, and for a request without a key.</summary>
    /// <exception cref="AxleException">The key is empty or too long.</exception>
    public async ValueTask<RunHandle?> FindAsync(StartRun request, CancellationToken cancellationToken = default) =>
        request is { Id: null, Key: { } key } && await _store.FindRunAsync(StartKeys.IdOf(request.Workflow.Name, key), cancellationToken) is { } made
            ? _runs.Handles.Get(made.Run)
            : null;

    /// <summary>
    /// Goes on with a run that was paused, that failed, or whose process is gone: completed steps keep their results, attempts that were
    /// in flight are made again, what failed is tried again. One that waits for room in its group begins, or waits on when there still is none.
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
        if (edits is not null)
            edits = EditCheck.Check(await Reader.StateAsync(id, null, cancellationToken), edits);
        using var turn = await _runs.Turns.TakeAsync(id, cancellationToken);
        if (_runs.Find(id) is { } running)
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
            return await _releasing.GivingUpAsync(opened, () => _claimed.GoOnAsync(opened, from, actor, edits, cancellationToken));
        }
        catch (GroupFullException)
        {
            return _runs.Handles.Get(id);
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
        using var turn = await _runs.Turns.TakeAsync(id, cancellationToken);
        return await _runs.BeginAsync(new RunActor(_services, decision.State, 1), [], null, cancellationToken);
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
        // It begins as the other run did, so that whose data it has stays known, and goes on for whoever replays it.
        var began = (await Reader.StateAsync(request.Parent, 1, cancellationToken)).Attributes;
        var begin = new BeginRun(StoredDefinitions.From(workflow).Hash, inputs, began, by);
        var attributes = parent.Attributes.SetItems(request.Attributes);
        InputCheck.CheckAttributes(attributes);
        var id = request.Id ?? NewId();
        var state = new RunState(id, workflows) { Recorded = await _forking.RecordedAsync(request.Parent, cancellationToken) };
        var edits = EditCheck.Check(state, request.Edits with { Inputs = null });
        var fork = new ForkRun(request.Parent, 0, edits, by, attributes.SequenceEqual(began) ? null : attributes);
        using var turn = await _runs.Turns.TakeAsync(id, cancellationToken);
        return await _runs.BeginAsync(new RunActor(_services, state, 1), [begin with { Fork = fork }], null, cancellationToken);
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
        using var turn = await _runs.Turns.TakeAsync(id, cancellationToken);
        if (_runs.Find(id) is not null)
            throw new RunHeldException(id, _store.Owner);
        var opened = await _store.OpenAsync(id, cancellationToken);
        return await _releasing.GivingUpAsync(opened, async () =>
        {
            var state = await _claimed.FoldAsync(opened, cancellationToken);
            var check = MigrationCheck.Of(state, workflows);
            if (!check.IsPossible)
            {
                await _store.ReleaseAsync(id, opened.Epoch, CancellationToken.None);
                return check;
            }

            var migrate = new MigrateRun(workflows, StoredDefinitions.From(workflow).Hash, by ?? _options.Actor);
            await _runs.OpenAsync(new RunActor(_services, state, opened.Epoch), [migrate], opened.Signals, null, null, cancellationToken);
            return check;
        });
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
        RunSignals.Check(signal.Name, signal.Body);
        await _store.SendSignalAsync(signal, cancellationToken);
        var applied = await _runs.ReceiveHereAsync(id, cancellationToken)
            || (!_options.LeavesRuns && await _claimed.ApplySignalsAsync(id, cancellationToken));
        return (await FindAsync(id, cancellationToken), applied);
    }

    /// <summary>The run, when this process executes it; null when it does not.</summary>
    public RunHandle? Find(RunId id) => _runs.Find(id)?.Handle;

    /// <summary>
    /// Has an engine that is to stop leave its runs to others: takes none up any more, and gives those that it has up at once, but for runs with an attempt
    /// under way whose effect must happen at most once: those when that attempt has ended, so that nobody need say whether it happened.
    /// </summary>
    /// <param name="longest">What has not ended by then ends with the engine.</param>
    /// <returns>Whether all runs were given up.</returns>
    public async Task<bool> DrainAsync(TimeSpan longest)
    {
        try
        {
            await _runs.LeaveAllAsync().WaitAsync(longest, _time, _stopping.Token);
            // Whoever waits for this goes on after the last run has ended its part.
            await Task.Yield();
            return true;
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

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
            await _runs.AbandonAllAsync();
        }
        finally
        {
            _runs.Handles.End(RunActor.Stopped);
            await _background;
            _clock.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task<RunHandle> BeginAsync(RunId id, PinnedWorkflows workflows, BeginRun begin, CancellationToken cancellationToken)
    {
        if (_options.LeavesRuns)
            return await QueueAsync(id, workflows, begin, cancellationToken);
        try
        {
            var run = new RunActor(_services, new RunState(id, workflows), 1);
            return await _runs.BeginAsync(run, [begin], begin.Admission, cancellationToken);
        }
        catch (GroupFullException)
        {
            return await QueueAsync(id, workflows, begin, cancellationToken);
        }
    }

    private async Task<RunHandle> QueueAsync(RunId id, PinnedWorkflows workflows, BeginRun begin, CancellationToken cancellationToken)
    {
        var run = new RunActor(_services, new RunState(id, workflows), 1);
        var handle = await _runs.BeginAsync(run, [new QueueRun(begin)], null, cancellationToken);
        if (begin.Admission is { } admission)
            await GroupAdmissions.MakeRoomAsync(this, _store, workflows.Root, admission, id, cancellationToken);
        return handle;
    }

    private RunId NewId() => RunId.New(_time.GetUtcNow(), (ulong)_options.Random.NextInt64());

    private async Task<RunRow> FindAsync(RunId id, CancellationToken cancellationToken) =>
        await _store.FindRunAsync(id, cancellationToken) ?? throw RunReader.NoSuchRun(id);

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var id in _store.WatchSignalsAsync(_stopping.Token))
                {
                    _runs.Hear(id);
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
