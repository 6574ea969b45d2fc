using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Snapshots;

namespace Axle.Workflows.Engine;

/// <summary>
/// Drives one run: takes the commands that came in, decides, stores the decision, and only then lets the world see it. Commands that
/// come while a decision is being stored are decided together next.
/// </summary>
internal sealed class RunActor : IValueTaskSource
{
    /// <summary>As many as an event has on disk at least.</summary>
    private const int BytesOfEvent = 100;

    private readonly RunServices _services;
    private readonly RunState _state;
    private readonly AttemptsInFlight _attempts;
    private readonly Decision _decision;
    private readonly Lock _gate = new();
    private List<RunCommand> _inbox = [];
    private List<RunCommand> _spare = [];
    private TaskCompletionSource<bool>? _signalled;
    private TaskCompletionSource<bool>? _receiving;

    // What the pump waits on between decisions. Who posts goes on in it on the same thread.
    private ManualResetValueTaskSourceCore<bool> _more;

    // True from the start: commands wait until RunAsync pumps.
    private bool _pumping = true;
    private bool _closed;
    private volatile bool _leaves;

    public RunActor(RunServices services, RunState state, long epoch)
    {
        _services = services;
        _state = state;
        Epoch = epoch;
        _attempts = new AttemptsInFlight(services, state, epoch);
        _decision = new Decision(state, default, services.EventsAtOnce);
        Handle = services.Handles.Get(state.Id);
    }

    public RunId Id => _state.Id;

    public long Epoch { get; }

    public RunHandle Handle { get; }

    /// <summary>Whether others may wait for its place.</summary>
    public bool HasGroup => _state.Group is not null;

    /// <summary>Whether the run was given up with the last decision.</summary>
    public bool IsLetGo { get; private set; }

    /// <summary>Gives the run a command. Returns at once; false when the run was let go of.</summary>
    public bool Post(RunCommand command) => Post(command, signalled: false) is not null;

    /// <summary>Has the run look for signals in the store.</summary>
    /// <returns>Completes when what they mean is durable; with false when the run was let go of before.</returns>
    public Task<bool> ReceiveSignalsAsync() => Post(null, signalled: true) ?? Task.FromResult(false);

    /// <summary>Takes an attempt for a worker, if it still counts and none has it.</summary>
    public bool TryClaim(StepWork work, CancellationTokenSource cancellation) => _attempts.TryClaim(work, cancellation);

    /// <summary>Takes a result in, if it is that of an attempt in flight.</summary>
    /// <returns>Whether it was.</returns>
    public bool Report(StepWork work, RunCommand command) => _attempts.TryEnd(work, keep: command is TakeUpStep) && Post(command);

    /// <summary>Decides commands and stores the decision, before the run is known to anyone else.</summary>
    /// <param name="commands">The commands; none to store only what was decided before.</param>
    /// <param name="signals">Signals that wait for the run.</param>
    /// <param name="admission">The group that must have room; null for none.</param>
    /// <param name="leave">Whether the run is to be left to others after this, whatever it has to do; asked when all is decided. Null for no.</param>
    /// <param name="cancellationToken">Cancels the storing.</param>
    public async ValueTask OpenAsync(
        IEnumerable<RunCommand> commands,
        IEnumerable<RunSignal> signals,
        GroupAdmission? admission,
        Func<RunState, bool>? leave,
        CancellationToken cancellationToken)
    {
        _decision.BeginAnew(_services.Time.GetUtcNow());
        _decision.HoldsBack = _leaves;
        foreach (var command in commands)
            Decider.Decide(_decision, command);
        foreach (var signal in signals)
            Decider.Decide(_decision, new ReceiveSignal(signal));
        await StoreAsync(admission, leave?.Invoke(_state) == true || Rests(), cancellationToken);
    }

    /// <summary>Hands out what is due after <see cref="OpenAsync"/>, and goes on from there by itself.</summary>
    public void Run() => _ = PumpAsync();

    /// <summary>
    /// Has the run begin nothing more, and be given up as soon as it may: others make attempts under way again, so one whose effect must happen at most once
    /// ends first.
    /// </summary>
    public void Leave()
    {
        _leaves = true;
        Post(null, signalled: true);
    }

    /// <summary>Lets go of the run without a word: the process is stopping.</summary>
    public void Abandon() => Close(Stopped(Id));

    public static OperationCanceledException Stopped(RunId run) =>
        new($"The engine stopped while run {run} was executing. Resume it with 'ax workflow resume {run}'.");

    /// <returns>Null when the run was let go of; else what completes when signals were received, if it was asked for.</returns>
    private Task<bool>? Post(RunCommand? command, bool signalled)
    {
        var received = Received;
        lock (_gate)
        {
            if (_closed)
                return null;
            if (command is not null)
                _inbox.Add(command);
            if (signalled)
                received = (_signalled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            if (_pumping)
                return received;
            _pumping = true;
        }

        _more.SetResult(true);
        return received;
    }

    private static readonly Task<bool> Received = Task.FromResult(true);

    /// <summary>One for the life of the run here; one that waits for more is held by nothing but the run.</summary>
    private async Task PumpAsync()
    {
        try
        {
            await ActAsync();
            while (!IsLetGo)
            {
                if (Take(out var commands))
                {
                    await DecideAsync(commands);
                    continue;
                }

                await new ValueTask(this, _more.Version).ConfigureAwait(false);
                _more.Reset();
            }
        }
        catch (Exception exception)
        {
            // Whatever it was, this process must not go on with a state that may differ from what is stored.
            Close(exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask DecideAsync(List<RunCommand> commands)
    {
        _decision.BeginAnew(_services.Time.GetUtcNow());
        _decision.HoldsBack = _leaves;
        foreach (var command in commands)
            Decider.Decide(_decision, command);
        Decider.GoOn(_decision);
        commands.Clear();
        _spare = commands;
        if (_receiving is not null)
        {
            foreach (var signal in await _services.Store.ReadSignalsAsync(Id, CancellationToken.None))
                Decider.Decide(_decision, new ReceiveSignal(signal));
        }

        await StoreAsync(null, Rests(), CancellationToken.None);
        _receiving?.TrySetResult(true);
        await ActAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask StoreAsync(GroupAdmission? admission, bool rests, CancellationToken cancellationToken)
    {
        if (_decision.IsEmpty && !rests)
            return;
        var append = _decision.ToAppend(Epoch, rests, admission);
        if (rests && IsDueAtOnce())
            append = append with { Row = append.Row with { WakeAt = _decision.Now } };
        if (IsSnapshotDue() && StateSnapshot.Take(_state) is { } snapshot)
            append = append with { Snapshot = snapshot };
        await _services.Store.AppendAsync(append, cancellationToken);
        if (append.Snapshot is { } stored)
            _state.Stored = (stored.Seq, stored.Data.Length);
        IsLetGo = rests;
        _services.Stored?.Invoke(append);
        if (_decision.Events.Count > 0)
            Handle.Publish(_decision.Events);
    }

    /// <summary>Whether a run that is given up has something to do for whoever takes it up.</summary>
    private bool IsDueAtOnce() => _state switch
    {
        { Status: RunStatus.Idle } => _state.Group is null,
        { InFlight: > 0, Status: RunStatus.Executing or RunStatus.Compensating } => true,
        _ => Scheduler.HasMore(_state),
    };

    /// <summary>Not before as much has been written as it costs: then all snapshots of a run together cost about as much as its history.</summary>
    private bool IsSnapshotDue() =>
        _state.LastSeq - _state.Stored.Seq >= Math.Max(_services.SnapshotAfter, _state.Stored.Size / BytesOfEvent) && !_state.Status.IsEnded();

    private bool Take(out List<RunCommand> commands)
    {
        lock (_gate)
        {
            (commands, _receiving) = (_inbox, _signalled);
            if (_closed || (commands.Count == 0 && _receiving is null && (_leaves || !Scheduler.HasMore(_state))))
            {
                _pumping = false;
                return false;
            }

            _inbox = _spare;
            _signalled = null;
            return true;
        }
    }

    /// <summary>
    /// Whether nothing of the run is left to do here: it ended, it is paused, it is queued, or it waits for longer than is worth its
    /// memory.
    /// </summary>
    private bool Rests()
    {
        if (_state.Status is RunStatus.Idle || _state.Status.IsEnded() || (_leaves && !IsAtSomethingOnce()))
            return true;
        if (_state.InFlight > 0 || Scheduler.HasMore(_state))
            return false;
        return _state.Status == RunStatus.Paused
            || (_services.ParkAfter is { } least && (_state.NextDue() is not { } due || due > _decision.Now + least));
    }

    /// <summary>Whether an attempt is under way whose effect must happen at most once.</summary>
    private bool IsAtSomethingOnce() =>
        _state.InFlight > 0 && RunState.Walk(_state.Root!).Any(static s => s.IsInFlight && s.Definition.Effect == StepEffect.Once);

    /// <summary>After the commit: hand out attempts that are due, recall those that no longer count, set the clock, or let go.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ActAsync()
    {
        _attempts.RecallLeft();
        if (IsLetGo)
        {
            LetGo();
            return;
        }

        await _attempts.HandOutAsync(_services.Time);
        _services.Clock.Set(this, _state.NextDue());
    }

    private void LetGo()
    {
        TaskCompletionSource<bool>? late;
        lock (_gate)
        {
            _closed = true;
            late = _signalled;
            _signalled = null;
        }

        _services.Clock.Set(this, null);
        _services.Forget(this);
        _attempts.RecallAll();
        // Who waits for a signal to be received finds the run in the store.
        late?.TrySetResult(false);
        if (_state.Status.IsEnded() || _state.Status == RunStatus.Paused)
        {
            _services.Handles.Forget(Handle);
            Handle.Complete(Outcome(_state), null);
        }
        else
        {
            // A signal that came in this moment found the run here, and is in the store.
            _services.Parked(late is null ? _state.NextDue() : DateTimeOffset.MinValue);
        }
    }

    /// <summary>Where a run stands, for who waits for it.</summary>
    public static RunOutcome Outcome(RunState state) => new(state);

    private void Close(Exception exception)
    {
        lock (_gate)
        {
            if (_closed && IsLetGo)
                return;
            _closed = true;
        }

        _services.Clock.Set(this, null);
        _services.Forget(this);
        _attempts.RecallAll();
        _signalled?.TrySetResult(false);
        _receiving?.TrySetResult(false);
        _services.Lost(this, exception);
        _services.Handles.Forget(Handle);
        Handle.Complete(null, exception);
    }

    void IValueTaskSource.GetResult(short token) => _more.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _more.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _more.OnCompleted(continuation, state, token, flags);
}
