using System.Collections.Concurrent;
using System.Threading.Channels;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Deciding;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>
/// Drives one run: takes the commands that came in, decides, stores the decision, and only then lets the world see it. Commands that
/// come while a decision is being stored are decided together next.
/// </summary>
internal sealed class RunActor
{
    private readonly RunServices _services;
    private readonly RunState _state;
    private readonly long _epoch;
    private readonly TaskCompletionSource<RunOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<RecordedEvent> _events = Channel.CreateUnbounded<RecordedEvent>(new() { SingleReader = true });
    // Changed by the pump only; workers and a stopping engine read it.
    private readonly ConcurrentDictionary<(string Path, int Attempt), bool> _inFlight = new();
    private readonly Lock _gate = new();
    private List<RunCommand> _inbox = [];
    private TaskCompletionSource<bool>? _signalled;
    private TaskCompletionSource<bool>? _receiving;

    // True from the start: commands wait until RunAsync pumps.
    private bool _pumping = true;
    private bool _closed;

    public RunActor(RunServices services, RunState state, long epoch, IEnumerable<RecordedEvent> past)
    {
        _services = services;
        _state = state;
        _epoch = epoch;
        foreach (var recorded in past)
            _events.Writer.TryWrite(recorded);
        Handle = new RunHandle(state.Id, _completion.Task, _events.Reader);
    }

    public RunId Id => _state.Id;

    public long Epoch => _epoch;

    public RunHandle Handle { get; }

    /// <summary>Gives the run a command. Returns at once; false when the run was let go of.</summary>
    public bool Post(RunCommand command) => Post(command, signalled: false) is not null;

    /// <summary>Has the run look for signals in the store.</summary>
    /// <returns>Completes when what they mean is durable; with false when the run was let go of before.</returns>
    public Task<bool> ReceiveSignalsAsync() => Post(null, signalled: true) ?? Task.FromResult(false);

    /// <summary>Whether this attempt is in flight, so that its result would count.</summary>
    public bool IsInFlight(string path, int attempt) => _inFlight.ContainsKey((path, attempt));

    /// <summary>Decides one command and stores the decision, before the run is known to anyone else.</summary>
    public async ValueTask OpenAsync(RunCommand? command, CancellationToken cancellationToken)
    {
        var decision = new Decision(_state, _services.Time.GetUtcNow());
        if (command is not null)
            Decider.Decide(decision, command);
        if (!decision.IsEmpty)
            await _services.Store.AppendAsync(decision.ToAppend(_epoch), cancellationToken);
        Publish(decision);
    }

    /// <summary>Hands out what is due after <see cref="OpenAsync"/>, and goes on from there by itself.</summary>
    public void Run() => _ = PumpAsync(afterOpening: true);

    /// <summary>Lets go of the run without a word: the process is stopping.</summary>
    public void Abandon() => Close(new OperationCanceledException($"The engine stopped while run {Id} was executing. Resume it with 'ax workflow resume {Id}'."));

    /// <returns>Null when the run was let go of; else what completes when signals were received, if it was asked for.</returns>
    private Task<bool>? Post(RunCommand? command, bool signalled)
    {
        var received = Task.FromResult(true);
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

        _ = PumpAsync(afterOpening: false);
        return received;
    }

    private async Task PumpAsync(bool afterOpening)
    {
        try
        {
            if (afterOpening)
                await ActAsync();
            while (Take(out var commands))
            {
                var decision = new Decision(_state, _services.Time.GetUtcNow());
                foreach (var command in commands)
                    Decide(decision, command);
                if (_receiving is not null)
                {
                    foreach (var signal in await _services.Store.ReadSignalsAsync(Id, CancellationToken.None))
                        Decider.Decide(decision, new ReceiveSignal(signal));
                }

                if (!decision.IsEmpty)
                    await _services.Store.AppendAsync(decision.ToAppend(_epoch), CancellationToken.None);
                Publish(decision);
                _receiving?.TrySetResult(true);
                await ActAsync();
            }
        }
        catch (Exception exception)
        {
            // Whatever it was, this process must not go on with a state that may differ from what is stored.
            Close(exception);
        }
    }

    private void Decide(Decision decision, RunCommand command)
    {
        switch (command)
        {
            case CompleteStep complete:
                _inFlight.TryRemove((complete.Path, complete.Attempt), out _);
                break;
            case FailStep fail:
                _inFlight.TryRemove((fail.Path, fail.Attempt), out _);
                break;
        }

        Decider.Decide(decision, command);
    }

    private bool Take(out List<RunCommand> commands)
    {
        lock (_gate)
        {
            (commands, _receiving) = (_inbox, _signalled);
            if (_closed || (commands.Count == 0 && _receiving is null))
            {
                _pumping = false;
                return false;
            }

            _inbox = [];
            _signalled = null;
            return true;
        }
    }

    private void Publish(Decision decision)
    {
        foreach (var recorded in decision.Events)
            _events.Writer.TryWrite(recorded);
    }

    /// <summary>After the commit: hand out attempts that are due, recall those that no longer count, set the clock, or let go.</summary>
    private async ValueTask ActAsync()
    {
        Recall([.. _inFlight.Keys.Where(f => !IsCurrent(f.Path, f.Attempt))]);
        if (_state.Status == RunStatus.Executing)
        {
            foreach (var step in _state.TakeStarted())
            {
                if (IsCurrent(step.Path, step.Attempt) && _inFlight.TryAdd((step.Path, step.Attempt), true))
                    await _services.Queue.EnqueueAsync(StepDispatch.For(_state, step, _epoch), CancellationToken.None);
            }
        }

        _services.Clock.Set(this, _state.NextDue());
        if (_state.Status.IsEnded() || (_state.Status == RunStatus.Paused && _inFlight.IsEmpty))
            await LetGoAsync();
    }

    /// <summary>None of them counts before the first is told to stop: its worker may take up the next at once.</summary>
    private void Recall((string Path, int Attempt)[] attempts)
    {
        foreach (var attempt in attempts)
            _inFlight.TryRemove(attempt, out _);
        foreach (var (path, attempt) in attempts)
            _services.Worker.Recall(Id, _epoch, path, attempt);
    }

    private bool IsCurrent(string path, int attempt) =>
        _state.FindStep(path) is { Status: StepStatus.Running } step && step.Attempt == attempt && !_state.Status.IsEnded();

    private async ValueTask LetGoAsync()
    {
        var outcome = new RunOutcome(Id, _state.Status, _state.Outputs, _state.Error, _state.Records);
        lock (_gate)
        {
            // A command that came in the meantime is decided first.
            if (_closed || _inbox.Count > 0 || _signalled is not null)
                return;
            _closed = true;
        }

        _services.Forget(this);
        await _services.Store.ReleaseAsync(Id, _epoch, CancellationToken.None);
        _events.Writer.TryComplete();
        _completion.TrySetResult(outcome);
    }

    private void Close(Exception exception)
    {
        lock (_gate)
        {
            if (_closed && _completion.Task.IsCompleted)
                return;
            _closed = true;
        }

        _services.Clock.Set(this, null);
        _services.Forget(this);
        Recall([.. _inFlight.Keys]);
        _signalled?.TrySetResult(false);
        _receiving?.TrySetResult(false);
        _events.Writer.TryComplete();
        _completion.TrySetException(exception);
    }
}
