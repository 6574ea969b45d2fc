using System.Collections.Concurrent;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>
/// Executes runs durably: start, resume, pause, cancel. Many runs at a time; each is driven by one <c>RunActor</c>. All that counts is
/// in the store, so an engine may be killed at any moment and another goes on.
/// </summary>
public sealed class WorkflowEngine : IAsyncDisposable
{
    private static readonly TimeSpan ListenAgainAfter = TimeSpan.FromSeconds(1);
    private readonly IRunStore _store;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly IDefinitionLoader _definitions;
    private readonly RunClock _clock;
    private readonly RunServices _services;
    private readonly ConcurrentDictionary<RunId, RunActor> _runs = new();
    private readonly RunTurns _turns = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _background;

    /// <summary>Starts an engine. It does nothing until a run is started or resumed.</summary>
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
        _definitions = definitions;
        _clock = new RunClock(time, _options.Random);
        var worker = new StepWorker(queue, handler, IsWanted, Report, _options.Random);
        _services = new RunServices(store, queue, worker, _clock, time, run => _runs.TryRemove(KeyValuePair.Create(run.Id, run)));
        _background = Task.WhenAll(worker.RunAsync(_options.StepConcurrency, _stopping.Token), ListenAsync());
    }

    /// <summary>Starts a run. When this returns, the run is durable.</summary>
    /// <exception cref="AxleException">Inputs or attributes do not fit (<see cref="ErrorKind.Validation"/>); nothing was started.</exception>
    /// <exception cref="RunConflictException">There is a run with that id.</exception>
    public async Task<RunHandle> StartAsync(StartRun request, CancellationToken cancellationToken = default)
    {
        InputCheck.CheckAttributes(request.Attributes);
        var inputs = InputCheck.Check(request.Workflow, request.Inputs);
        var definition = StoredDefinitions.From(request.Workflow);
        await _store.SaveDefinitionAsync(definition, cancellationToken);
        var id = request.Id ?? RunId.New(_time.GetUtcNow(), (ulong)_options.Random.NextInt64());
        var begin = new BeginRun(definition.Hash, inputs, request.Attributes, request.By ?? _options.Actor);
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        return await OpenAsync(new RunActor(_services, new RunState(id, request.Workflow), 1, []), begin, cancellationToken);
    }

    /// <summary>
    /// Goes on with a run that was paused, that failed, or whose process is gone: completed steps keep their results, attempts that were
    /// in flight are made again, what failed is tried again.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="from">Name of a checkpoint, or sequence number of an event, to go back to first; null to go on where the run stands.</param>
    /// <param name="by">Who asks; null for the engine's own name.</param>
    /// <param name="cancellationToken">Cancels the asking, not the run.</param>
    /// <exception cref="RunHeldException">Another living process executes the run.</exception>
    /// <exception cref="AxleException">There is no such run or checkpoint, or the run has ended and no checkpoint is named.</exception>
    public async Task<RunHandle> ResumeAsync(RunId id, string? from = null, string? by = null, CancellationToken cancellationToken = default)
    {
        var actor = by ?? _options.Actor;
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        if (_runs.TryGetValue(id, out var running))
        {
            if (from is not null)
                throw new RunHeldException(id, _store.Owner);
            // One that was let go of in this moment is claimed anew.
            if (running.Post(new Runs.Deciding.ResumeRun(actor)))
                return running.Handle;
        }

        var epoch = await _store.ClaimAsync(id, cancellationToken);
        try
        {
            return await OpenClaimedAsync(id, epoch, from, actor, cancellationToken);
        }
        catch (Exception exception) when (exception is not RunConflictException)
        {
            await _store.ReleaseAsync(id, epoch, CancellationToken.None);
            throw;
        }
    }

    /// <summary>
    /// Sends a signal: pause, cancel, name a checkpoint. It is stored first. When this process executes the run, or no process does,
    /// its effect is durable when this returns; else the process that executes the run acts on it.
    /// </summary>
    /// <returns>The run's row, and whether the signal was acted on already.</returns>
    /// <exception cref="AxleException">There is no such run.</exception>
    public async Task<(RunRow Row, bool Applied)> SignalAsync(
        RunId id, string name, string? body = null, string? by = null, CancellationToken cancellationToken = default)
    {
        _ = await FindAsync(id, cancellationToken);
        var signal = new RunSignal(
            id,
            $"{name}-{_time.GetUtcNow().ToUnixTimeMilliseconds()}-{_options.Random.NextInt64():x}",
            name,
            body is null ? Payload.EmptyObject : Payload.FromJson(System.Text.Encoding.UTF8.GetBytes(body)),
            by ?? _options.Actor,
            _time.GetUtcNow());
        await _store.SendSignalAsync(signal, cancellationToken);
        if (!await ReceiveHereAsync(id, cancellationToken))
            await ApplySignalsAsync(id, cancellationToken);
        var pending = await _store.ReadSignalsAsync(id, cancellationToken);
        return (await FindAsync(id, cancellationToken), pending.All(p => p.Id != signal.Id));
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
            foreach (var run in _runs.Values.ToArray())
                await AbandonAsync(run);
        }
        finally
        {
            await _background;
            _clock.Dispose();
            _stopping.Dispose();
        }
    }

    private async ValueTask AbandonAsync(RunActor run)
    {
        run.Abandon();
        await _store.ReleaseAsync(run.Id, run.Epoch, CancellationToken.None);
    }

    private async Task<RunHandle> OpenClaimedAsync(RunId id, long epoch, string? from, string by, CancellationToken cancellationToken)
    {
        var events = await _store.ReadEventsAsync(id, 0, cancellationToken);
        var workflow = await DefinitionOfAsync(id, events, cancellationToken);
        if (from is not null)
            return await RollBackAsync(id, epoch, workflow, events, from, by, cancellationToken);
        var state = RunHistory.Fold(id, workflow, events);
        if (state.Status is RunStatus.Completed or RunStatus.Cancelled)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"Run {id} is {state.Status.ToString().ToLowerInvariant()}, so there is nothing to go on with. "
                + $"To run it again from an earlier place, name one of 'ax workflow checkpoints {id}' with --from.");
        }

        RunCommand command = state.Status == RunStatus.Executing ? new RecoverRun(by) : new Runs.Deciding.ResumeRun(by);
        return await OpenAsync(new RunActor(_services, state, epoch, events), command, cancellationToken);
    }

    private async Task<RunHandle> RollBackAsync(
        RunId id, long epoch, Workflow workflow, IReadOnlyList<RecordedEvent> events, string from, string by, CancellationToken cancellationToken)
    {
        var checkpoint = await FindCheckpointAsync(id, events, from, cancellationToken);
        if (RunHistory.Fold(id, workflow, events, checkpoint.Seq).Status == RunStatus.Completed)
            throw new AxleException(ErrorKind.Validation, $"At '{checkpoint.Name}' run {id} was completed, so there is nothing to go on with. Name an earlier place.");
        var now = _time.GetUtcNow() is var clock && clock > events[^1].At ? clock : events[^1].At;
        var back = new RecordedEvent(events.Count + 1, now, new RunRolledBack(checkpoint.Seq, checkpoint.Name, by));
        var decision = new Decision(RunHistory.Fold(id, workflow, [.. events, back]), back.At);
        decision.Adopt(back);
        Decider.Decide(decision, new GoOnFromRollback(_options.Random.NextDouble()));
        await _store.AppendAsync(decision.ToAppend(epoch), cancellationToken);
        return await OpenAsync(new RunActor(_services, decision.State, epoch, [.. events, .. decision.Events]), null, cancellationToken);
    }

    private async Task<RunCheckpoint> FindCheckpointAsync(
        RunId id, IReadOnlyList<RecordedEvent> events, string from, CancellationToken cancellationToken)
    {
        if (long.TryParse(from, out var seq) && seq >= 1 && seq <= events.Count)
            return new RunCheckpoint(seq, $"event {seq}", Automatic: false, events[(int)seq - 1].At);
        var checkpoints = await _store.ListCheckpointsAsync(id, cancellationToken);
        return checkpoints.LastOrDefault(c => string.Equals(c.Name, from, StringComparison.Ordinal))
            ?? throw new AxleException(
                ErrorKind.NotFound,
                $"Run {id} has no checkpoint '{from}'. It has: {string.Join(", ", checkpoints.Select(static c => c.Name).Distinct())}; "
                + $"or give the number of an event, 1 to {events.Count}.");
    }

    private async Task<RunHandle> OpenAsync(RunActor run, RunCommand? command, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_stopping.IsCancellationRequested, this);
        await run.OpenAsync(command, cancellationToken);
        _runs[run.Id] = run;
        if (_stopping.IsCancellationRequested)
        {
            // The engine stopped in between, and did not see this one.
            await AbandonAsync(run);
            return run.Handle;
        }

        run.Run();
        // Signals that came before the run was known here would otherwise wait for the next one.
        _ = run.ReceiveSignalsAsync();
        return run.Handle;
    }

    private async Task<bool> ReceiveHereAsync(RunId id, CancellationToken cancellationToken) =>
        _runs.TryGetValue(id, out var run) && await run.ReceiveSignalsAsync().WaitAsync(cancellationToken);

    /// <summary>Acts on the signals of a run that nobody executes. A run that one of them resumes is executed here from then on.</summary>
    private async Task ApplySignalsAsync(RunId id, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(id, cancellationToken);
        if (await ReceiveHereAsync(id, cancellationToken))
            return;
        long epoch;
        try
        {
            epoch = await _store.ClaimAsync(id, cancellationToken);
        }
        catch (RunHeldException)
        {
            return;
        }

        var goesOn = false;
        try
        {
            var events = await _store.ReadEventsAsync(id, 0, cancellationToken);
            var workflow = await DefinitionOfAsync(id, events, cancellationToken);
            var state = RunHistory.Fold(id, workflow, events);
            var wasPaused = state.Status == RunStatus.Paused;
            var decision = new Decision(state, _time.GetUtcNow());
            foreach (var signal in await _store.ReadSignalsAsync(id, cancellationToken))
                Decider.Decide(decision, new ReceiveSignal(signal));
            if (!decision.IsEmpty)
                await _store.AppendAsync(decision.ToAppend(epoch), cancellationToken);
            if (wasPaused && state.Status == RunStatus.Executing)
            {
                var run = new RunActor(_services, state, epoch, [.. events, .. decision.Events]);
                await OpenAsync(run, null, cancellationToken);
                goesOn = true;
            }
        }
        catch (RunConflictException)
        {
            // Another process took the run over in between, and reads its signals.
        }
        finally
        {
            if (!goesOn)
                await _store.ReleaseAsync(id, epoch, CancellationToken.None);
        }
    }

    private async Task<Workflow> DefinitionOfAsync(RunId id, IReadOnlyList<RecordedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0 || events[0].Event is not RunStarted started)
            throw new AxleException(ErrorKind.NotFound, $"There is no run {id}. 'ax workflow list' shows the runs there are.");
        var stored = await _store.FindDefinitionAsync(started.Definition, cancellationToken)
            ?? throw new AxleException(ErrorKind.Internal, $"The definition {started.Definition} of run {id} is not in the store.");
        return _definitions.Load(stored);
    }

    private async Task<RunRow> FindAsync(RunId id, CancellationToken cancellationToken) =>
        await _store.FindRunAsync(id, cancellationToken)
        ?? throw new AxleException(ErrorKind.NotFound, $"There is no run {id}. 'ax workflow list' shows the runs there are.");

    private bool IsWanted(StepWork work) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.IsInFlight(work.Context.Path, work.Context.Attempt);

    /// <summary>Takes a result in; one of an earlier claim is dropped, as its attempt is made again under the present one.</summary>
    private void Report(StepWork work, RunCommand command)
    {
        if (_runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch)
            run.Post(command);
    }

    private async Task ListenAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var id in _store.WatchSignalsAsync(_stopping.Token))
                {
                    if (_runs.TryGetValue(id, out var run))
                        _ = run.ReceiveSignalsAsync();
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
