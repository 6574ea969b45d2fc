using System.Runtime.CompilerServices;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>
/// A store that takes its time, fails before and after the write, and can be told to break its contract. Between any two of its awaits
/// the process may crash.
/// </summary>
internal sealed class FaultyStore(MemoryRunStore inner, SimulatedProcess process, Random random, SimulationOptions options, Action<RunId> written)
    : IRunStore
{
    public string Owner => inner.Owner;

    public async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        await DawdleAsync();
        if (random.NextDouble() < options.StoreFaultRate)
            throw new IOException("The disk is full, says the simulation.");
        await inner.AppendAsync(PlantedFaults.Plant(options.PlantedFault, append), cancellationToken);
        written(append.Run);
        await DawdleAsync();
        if (random.NextDouble() < options.StoreFaultRate)
            throw new IOException("The write is durable, but the answer was lost, says the simulation.");
    }

    public async ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.ClaimAsync(run, cancellationToken);
    }

    public async ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.OpenAsync(run, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.OpenDueAsync(now, limit, cancellationToken);
    }

    public async ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.NextWakeAsync(cancellationToken);
    }

    public async ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        await inner.ReleaseAsync(run, epoch, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.ReadEventsAsync(run, after, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.ReadEventsAsync(run, after, limit, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken)
    {
        await StumbleAsync();
        return await inner.ReadSignalsAsync(run, cancellationToken);
    }

    public ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        inner.SaveDefinitionAsync(definition, cancellationToken);

    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        inner.FindDefinitionAsync(hash, cancellationToken);

    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => inner.FindRunAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        inner.ListRunsAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ListCheckpointsAsync(run, cancellationToken);

    public ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken) => inner.SendSignalAsync(signal, cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.ListExpiredAsync(endedBefore, limit, cancellationToken);

    public ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(endedBefore, limit, cancellationToken);

    public ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) => inner.DeleteRunAsync(run, cancellationToken);

    public async IAsyncEnumerable<RunId> WatchSignalsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signals = inner.WatchSignalsAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
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
