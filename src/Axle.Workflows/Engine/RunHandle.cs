using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>A run that this engine executes.</summary>
public sealed class RunHandle
{
    private readonly ChannelReader<RecordedEvent> _events;

    internal RunHandle(RunId id, Task<RunOutcome> completion, ChannelReader<RecordedEvent> events)
    {
        Id = id;
        Completion = completion;
        _events = events;
    }

    /// <summary>The run.</summary>
    public RunId Id { get; }

    /// <summary>
    /// Completes when the run ended, or is paused and nothing of it is in flight. Fails with <see cref="Ports.RunConflictException"/> when
    /// another process took the run over, and with the store's exception when the store failed; nothing that was stored is lost then.
    /// </summary>
    public Task<RunOutcome> Completion { get; }

    /// <summary>
    /// The run's events as they become durable; of a resumed run, those of its past first. Ends when the run is let go of. One reader.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> Events([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Not ReadAllAsync: that one leaves the captured context, and with it a simulation's order of events.
        while (await _events.WaitToReadAsync(cancellationToken))
        {
            while (_events.TryRead(out var recorded))
                yield return recorded;
        }
    }
}
