using System.Runtime.CompilerServices;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;

namespace Axle.Workflows.InMemory;

/// <summary>
/// The queue of one process. What goes next: the highest <see cref="StepContext.Priority"/>; of equal ones the tenant (attribute
/// <c>tenant</c> of the run) that has waited longest for its turn; of one tenant the step with the longest
/// <see cref="StepContext.CriticalPath"/>; then the one that came first. So that nothing starves, every <see cref="AgingInterval"/>th piece
/// of work handed out is the one that has waited longest, whatever its priority: the n-th oldest is handed out after at most n times as many.
/// </summary>
/// <remarks>
/// Work of a step that names a bulkhead is handed out only with a slot of it, and waits beside the queue until there is one, so that a full
/// pool blocks no worker. The slot is free again when the reader asks for its next piece of work, or ends: a reader does one at a time.
/// What is in the queue when the process dies is handed out again when its runs are resumed.
/// </remarks>
/// <param name="pools">The bulkheads by name; null to leave them to somebody else.</param>
public sealed class PriorityWorkQueue(BulkheadPools? pools = null) : IWorkQueue
{
    /// <summary>One in so many pieces of work goes by age alone.</summary>
    public const int AgingInterval = 32;

    private readonly Lock _gate = new();
    private readonly PriorityLevels _waiting = new();
    private readonly Queue<(StepWork Work, BulkheadLease Lease)> _granted = new();
    private readonly Queue<QueueReader> _readers = new();

    /// <inheritdoc/>
    public ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waiting.Add(work);
            WakeOne();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StepWork> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = new QueueReader();
        using var registration = cancellationToken.UnsafeRegister(_ => Cancel(reader), null);
        while (true)
        {
            if (Take(reader, out var lease, cancellationToken) is { } work)
            {
                using (lease)
                    yield return work;
                continue;
            }

            await reader.WokenAsync();
            // Woken for work that it will not take: then that is another's.
            if (cancellationToken.IsCancellationRequested)
                Leave();
        }
    }

    /// <summary>Takes what goes next; without any, the reader is woken when there is some.</summary>
    private StepWork? Take(QueueReader reader, out BulkheadLease? lease, CancellationToken cancellationToken)
    {
        lease = null;
        lock (_gate)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What has its slot already goes first: a slot without work is wasted.
            if (_granted.TryDequeue(out var granted))
            {
                lease = granted.Lease;
                return granted.Work;
            }

            while (_waiting.TryTake(out var work))
            {
                if (pools is null || work.Context.Bulkhead is not { } name)
                    return work;
                lease = Enter(pools[name], work, out var holds);
                if (holds)
                    return work;
                lease = null;
            }

            reader.Wait();
            _readers.Enqueue(reader);
            return null;
        }
    }

    private BulkheadLease Enter(Bulkhead pool, StepWork work, out bool holds) =>
        pool.Enter($"{work.Context.RunId}/{work.Context.Path}", work.Context.Priority, lease => Grant(work, lease), out holds);

    private void Grant(StepWork work, BulkheadLease lease)
    {
        lock (_gate)
        {
            _granted.Enqueue((work, lease));
            WakeOne();
        }
    }

    private void Cancel(QueueReader reader)
    {
        lock (_gate)
            reader.TryWake();
    }

    private void Leave()
    {
        lock (_gate)
            WakeOne();
    }

    /// <summary>Tells one reader that there is work. The caller holds the lock.</summary>
    private void WakeOne()
    {
        while (_readers.TryDequeue(out var reader) && !reader.TryWake())
        {
            // That one has stopped waiting.
        }
    }
}
