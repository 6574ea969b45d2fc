using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;

namespace Axle.Workflows.Engine;

/// <summary>The runs that this process executes: how they begin, hear of signals and are let go of.</summary>
internal sealed class LiveRuns
{
    private readonly IRunStore _store;
    private readonly RunReader _reader;
    private readonly RunWakening _wakening;
    private readonly RunReleasing _releasing;
    private readonly bool _takesUp;
    private readonly ConcurrentDictionary<RunId, RunActor> _runs = new();

    // Runs that got a signal while they were being opened here, and were not known yet; with the round of opening in which they did.
    private readonly ConcurrentDictionary<RunId, long> _missed = new();
    private readonly CancellationToken _stopping;
    private volatile TaskCompletionSource? _none;

    /// <param name="store">Where runs live.</param>
    /// <param name="reader">Reads them back.</param>
    /// <param name="wakening">Takes up runs that need a process.</param>
    /// <param name="releasing">Gives up what was not begun.</param>
    /// <param name="takesUp">Whether this process takes up runs.</param>
    /// <param name="stopping">Cancelled when the engine stops.</param>
    public LiveRuns(
        IRunStore store, RunReader reader, RunWakening wakening, RunReleasing releasing, bool takesUp, CancellationToken stopping)
    {
        _store = store;
        _reader = reader;
        _wakening = wakening;
        _releasing = releasing;
        _takesUp = takesUp;
        _stopping = stopping;
        Handles = new RunHandles(store) { Kept = handle => _ = TellIfEndedAsync(handle) };
    }

    /// <summary>Who watches runs.</summary>
    public RunHandles Handles { get; }

    /// <summary>One at a time opens a run.</summary>
    public RunTurns Turns { get; } = new();

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
            await _releasing.GiveUpAsync(run.Id, run.Epoch);
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
        if (_none is not null)
            run.Leave();
        await run.OpenAsync(commands, signals, admission, leave, cancellationToken);
        if (!run.IsLetGo)
            _runs[run.Id] = run;
        // The engine may have begun to leave in between.
        if (_none is not null)
            run.Leave();
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

    /// <summary>Has the run look for signals, when this process executes it.</summary>
    public async Task<bool> ReceiveHereAsync(RunId id, CancellationToken cancellationToken) =>
        _runs.TryGetValue(id, out var run) && await run.ReceiveSignalsAsync().WaitAsync(cancellationToken);

    /// <summary>A run may have got a signal.</summary>
    public void Hear(RunId id)
    {
        if (!_runs.ContainsKey(id) && (_wakening.IsOpening || Turns.IsTaken(id)))
            _missed[id] = _wakening.Round;
        if (_runs.TryGetValue(id, out var run))
        {
            _missed.TryRemove(id, out _);
            _ = run.ReceiveSignalsAsync();
        }
        else if (_takesUp)
        {
            _wakening.Hint();
        }
    }

    /// <summary>Takes nothing up any more, and gives runs up as soon as they may be.</summary>
    /// <returns>Completes when there are none, and goes on in the midst of the last one's end.</returns>
    public Task LeaveAllAsync()
    {
        _wakening.Stop();
        var none = _none ??= new();
        foreach (var run in _runs.Values)
            run.Leave();
        if (_runs.IsEmpty)
            none.TrySetResult();
        return none.Task;
    }

    /// <summary>Lets go of all runs, for others to claim.</summary>
    public async ValueTask AbandonAllAsync()
    {
        foreach (var run in _runs.Values.ToArray())
            await AbandonAsync(run);
    }

    /// <summary>A run was let go of.</summary>
    public void Forget(RunActor run)
    {
        if (run.IsLetGo)
            _releasing.ForgetSetbacks(run.Id);
        _runs.TryRemove(KeyValuePair.Create(run.Id, run));
        if (_none is { } none && _runs.IsEmpty)
            none.TrySetResult();
        if (run.HasGroup)
            _wakening.Hint();
    }

    /// <summary>Takes an attempt for a worker, if it still counts and none has it.</summary>
    public bool TryClaim(StepWork work, CancellationTokenSource cancellation) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.TryClaim(work, cancellation);

    /// <summary>Takes a result in; one of an earlier claim is dropped, as its attempt is made again under the present one.</summary>
    public bool Report(StepWork work, RunCommand command) =>
        _runs.TryGetValue(work.Context.RunId, out var run) && run.Epoch == work.Epoch && run.Report(work, command);

    /// <summary>The run is opened anew, and what it has by then is read: it missed nothing before that round of opening.</summary>
    public void ForgetMissed(RunId id, long round)
    {
        if (_missed.TryGetValue(id, out var heard) && heard < round)
            _missed.TryRemove(KeyValuePair.Create(id, heard));
    }

    /// <summary>No run is opened and not gone on with yet, but for those whose turn it is.</summary>
    public void ForgetMissed()
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

    private async ValueTask AbandonAsync(RunActor run)
    {
        run.Abandon();
        await _store.ReleaseAsync(run.Id, run.Epoch, CancellationToken.None);
    }
}
