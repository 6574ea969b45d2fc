using System.Runtime.CompilerServices;
using Axle.Testing.Hosting;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>
/// A store that takes its time, fails before and after the write, and can be told to break its contract. Between any two of its awaits
/// the process may crash.
/// </summary>
internal sealed class FaultyStore(MemoryRunStore inner, SimulatedProcess process, Random random, SimulationOptions options, Action<RunId> written)
    : DelegatingRunStore(inner)
{
    public override async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        await DawdleAsync();
        if (random.NextDouble() < options.StoreFaultRate)
            throw new IOException("The disk is full, says the simulation.");
        await base.AppendAsync(PlantedFaults.Plant(options.PlantedFault, append), cancellationToken);
        written(append.Run);
        await DawdleAsync();
        if (random.NextDouble() < options.StoreFaultRate)
            throw new IOException("The write is durable, but the answer was lost, says the simulation.");
    }

    public override async ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.ClaimAsync(run, cancellationToken);
    }

    public override async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.OpenAsync(run, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.OpenDueAsync(now, limit, cancellationToken);
    }

    public override async ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.NextWakeAsync(cancellationToken);
    }

    public override async ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        await base.ReleaseAsync(run, epoch, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.ReadEventsAsync(run, after, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.ReadEventsAsync(run, after, limit, cancellationToken);
    }

    public override async ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await base.ReadSignalsAsync(run, cancellationToken);
    }

    public override async IAsyncEnumerable<RunId> WatchSignalsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signals = base.WatchSignalsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await signals.MoveNextAsync())
            {
                yield return signals.Current;
                // After the hint: one that is lost is not the store's fault but its breach.
                await StumbleAsync();
            }
        }
        finally
        {
            await signals.DisposeAsync();
        }
    }

    private async Task StumbleAsync()
    {
        await DawdleAsync();
        if (random.NextDouble() < options.ReadFaultRate)
            throw new IOException("The disk does not answer, says the simulation.");
    }

    private async Task DawdleAsync()
    {
        for (var i = random.Next(3); i > 0; i--)
            await Task.Yield();
        if (random.Next(20) == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 500)), process.Time);
    }
}
