using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>The queue of one process: a channel. What is in it when the process dies is handed out again when its runs are resumed.</summary>
public sealed class ChannelWorkQueue : IWorkQueue
{
    private readonly Channel<StepWork> _work = Channel.CreateUnbounded<StepWork>();

    /// <inheritdoc/>
    public ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken) => _work.Writer.WriteAsync(work, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StepWork> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Not ReadAllAsync: that one leaves the captured context, and with it a simulation's order of events.
        while (await _work.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_work.Reader.TryRead(out var work))
                yield return work;
        }
    }
}
