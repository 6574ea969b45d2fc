using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>A run that this engine executes, or that waits to be executed.</summary>
public sealed class RunHandle
{
    private readonly RunHandles _handles;
    private readonly Lock _gate = new();
    private TaskCompletionSource<RunOutcome>? _completion;
    private List<Channel<RecordedEvent>>? _readers;
    private (RunOutcome? Outcome, Exception? Error)? _end;

    internal RunHandle(RunId id, RunHandles handles) => (Id, _handles) = (id, handles);

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>
    /// Completes when the run ended, or is paused and nothing of it is in flight. Fails with <see cref="Ports.RunConflictException"/> when
    /// another process took the run over, and with the store's exception when the store failed; nothing that was stored is lost then.
    /// </summary>
    public Task<RunOutcome> Completion
    {
        get
        {
            lock (_gate)
            {
                if (_completion is null)
                {
                    _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
                    if (_end is { } end)
                        Set(_completion, end.Outcome, end.Error);
                    else
                        _handles.Keep(this);
                }

                return _completion.Task;
            }
        }
    }

    /// <summary>
    /// The run's events, those of its past first, then as they become durable. Ends when the run ended or rests. Every call reads from the start.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> Events([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var live = Subscribe();
        try
        {
            var last = 0L;
            foreach (var past in await _handles.ReadAsync(Id, cancellationToken))
            {
                last = past.Seq;
                yield return past;
            }

            // Not ReadAllAsync: that one leaves the captured context, and with it a simulation's order of events.
            while (await live.Reader.WaitToReadAsync(cancellationToken))
            {
                while (live.Reader.TryRead(out var recorded))
                {
                    if (recorded.Seq <= last)
                        continue;
                    last = recorded.Seq;
                    yield return recorded;
                }
            }
        }
        finally
        {
            // Events that nobody reads would gather until the run ends.
            lock (_gate)
                _readers?.Remove(live);
        }
    }

    /// <summary>Whether somebody waits for the run or reads its events.</summary>
    internal bool IsWatched
    {
        get
        {
            lock (_gate)
                return _completion is not null || _readers is not null;
        }
    }

    internal void Publish(IReadOnlyList<RecordedEvent> events)
    {
        lock (_gate)
        {
            foreach (var reader in _readers ?? [])
            {
                foreach (var recorded in events)
                    reader.Writer.TryWrite(recorded);
            }
        }
    }

    internal void Complete(RunOutcome? outcome, Exception? error)
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = (outcome, error);
            foreach (var reader in _readers ?? [])
                reader.Writer.TryComplete();
            if (_completion is not null)
                Set(_completion, outcome, error);
        }
    }

    private Channel<RecordedEvent> Subscribe()
    {
        var channel = Channel.CreateUnbounded<RecordedEvent>(new() { SingleReader = true });
        lock (_gate)
        {
            if (_end is null)
            {
                (_readers ??= []).Add(channel);
                _handles.Keep(this);
            }
            else
            {
                channel.Writer.TryComplete();
            }
        }

        return channel;
    }

    private static void Set(TaskCompletionSource<RunOutcome> completion, RunOutcome? outcome, Exception? error)
    {
        if (error is not null)
            completion.TrySetException(error);
        else
            completion.TrySetResult(outcome!);
    }
}
