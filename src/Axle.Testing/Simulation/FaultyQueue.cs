using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Testing.Simulation;

/// <summary>A queue that delivers late, out of order, and twice.</summary>
internal sealed class FaultyQueue(SimulatedProcess process, Random random, SimulationOptions options) : IWorkQueue
{
    private readonly PriorityWorkQueue _inner = new();

    public async ValueTask EnqueueAsync(StepWork work, CancellationToken cancellationToken)
    {
        if (random.NextDouble() < options.QueueFaultRate)
            process.Start(() => DeliverLaterAsync(work with { }));
        if (random.NextDouble() < options.QueueFaultRate)
            process.Start(() => DeliverLaterAsync(work));
        else
            await _inner.EnqueueAsync(work, cancellationToken);
    }

    public IAsyncEnumerable<StepWork> ReadAsync(CancellationToken cancellationToken) => _inner.ReadAsync(cancellationToken);

    private async Task DeliverLaterAsync(StepWork work)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 3000)), process.Time);
        await _inner.EnqueueAsync(work, CancellationToken.None);
    }
}
