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
    private readonly HashSet<(string Path, int Attempt)> _inFlight = [];
    private readonly Lock _gate = new();
    private List<RunCommand> _inbox = [];
    private bool _signalled;

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
    public bool Post(RunCommand command) => Post(command, signalled: false);

    /// <summary>Has the run look for signals in the store.</summary>
    public bool PostSignalled() => Post(null, signalled: true);

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

    private bool Post(RunCommand? command, bool signalled)
    {
        lock (_gate)
        {
            if (_closed)
                return false;
            if (command is not null)
                _inbox.Add(command);
            _signalled |= signalled;
            if (_pumping)
                return true;
            _pumping = true;
        }

        _ = PumpAsync(afterOpening: false);
        return true;
    }

    private async Task PumpAsync(bool afterOpening)
    {
        try
        {
            if (afterOpening)
                await ActAsync();
            while (Take(out var commands, out var signalled))
            {
                var decision = new Decision(_state, _services.Time.GetUtcNow());
                foreach (var command in commands)
                    Decide(decision, command);
                if (signalled)
                {
                    foreach (var signal in await _services.Store.ReadSignalsAsync(Id, CancellationToken.None))
                        Decider.Decide(decision, new ReceiveSignal(signal));
                }

                if (!decision.IsEmpty)
                    await _services.Store.AppendAsync(decision.ToAppend(_epoch), CancellationToken.None);
                Publish(decision);
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
                _inFlight.Remove((complete.Path, complete.Attempt));
                break;
            case FailStep fail:
                _inFlight.Remove((fail.Path, fail.Attempt));
                break;
        }

        Decider.Decide(decision, command);
    }

    private bool Take(out List<RunCommand> commands, out bool signalled)
    {
        lock (_gate)
        {
            (commands, signalled) = (_inbox, _signalled);
            if (_closed || (commands.Count == 0 && !signalled))
            {
                _pumping = false;
                return false;
            }

            _inbox = [];
            _signalled = false;
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
        foreach (var (path, attempt) in _inFlight.Where(f => !IsCurrent(f.Path, f.Attempt)).ToArray())
        {
            _inFlight.Remove((path, attempt));
            _services.Worker.Recall(Id, _epoch, path, attempt);
        }

        if (_state.Status == RunStatus.Executing)
        {
            foreach (var step in _state.TakeStarted())
            {
                if (IsCurrent(step.Path, step.Attempt) && _inFlight.Add((step.Path, step.Attempt)))
                    await _services.Queue.EnqueueAsync(StepDispatch.For(_state, step, _epoch), CancellationToken.None);
            }

        }

        _services.Clock.Set(this, _state.NextDue());
        if (_state.Status.IsEnded() || (_state.Status == RunStatus.Paused && _inFlight.Count == 0))
            await LetGoAsync();
    }

    private bool IsCurrent(string path, int attempt) =>
        _state.FindStep(path) is { Status: StepStatus.Running } step && step.Attempt == attempt && !_state.Status.IsEnded();

    private async ValueTask LetGoAsync()
    {
        var outcome = new RunOutcome(Id, _state.Status, _state.Outputs, _state.Error, _state.Records);
        lock (_gate)
        {
            // A command that came in the meantime is decided first.
            if (_closed || _inbox.Count > 0 || _signalled)
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
        foreach (var (path, attempt) in _inFlight)
            _services.Worker.Recall(Id, _epoch, path, attempt);
        _events.Writer.TryComplete();
        _completion.TrySetException(exception);
    }
}
