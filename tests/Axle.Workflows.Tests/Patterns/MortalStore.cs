using Axle.Testing.Simulation;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>The store of a process that is killed when a certain event is written: just before it is durable, or just after.</summary>
/// <param name="inner">Outlives the process.</param>
/// <param name="process">Dies.</param>
/// <param name="wanted">Which event kills it, and whether before; null for none. Asked with the events that are about to be written.</param>
/// <param name="written">Told of what is durable.</param>
internal sealed class MortalStore(
    MemoryRunStore inner, SimulatedProcess process, Func<int, KillPoint?> wanted, Action<RunId, IReadOnlyList<RecordedEvent>> written) : IRunStore
{
    public string Owner => inner.Owner;

    public async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        var kill = wanted(append.Events.Length);
        if (kill is { Before: true })
            await DieAsync();
        if (process.IsDead)
            await DieAsync();
        await inner.AppendAsync(append, cancellationToken);
        written(append.Run, append.Events);
        if (kill is not null)
            await DieAsync();
    }

    public ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        inner.SaveDefinitionAsync(definition, cancellationToken);

    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        inner.FindDefinitionAsync(hash, cancellationToken);

    public ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) => inner.ClaimAsync(run, cancellationToken);

    public ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) => inner.OpenAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        inner.OpenDueAsync(now, limit, cancellationToken);

    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => inner.NextWakeAsync(cancellationToken);

    public ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) => inner.ReleaseAsync(run, epoch, cancellationToken);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(run, after, cancellationToken);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(run, after, limit, cancellationToken);

    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => inner.FindRunAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListRunsAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ListCheckpointsAsync(run, cancellationToken);

    public ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken) => inner.SendSignalAsync(signal, cancellationToken);

    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ReadSignalsAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.ListExpiredAsync(endedBefore, limit, cancellationToken);

    public ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(endedBefore, limit, cancellationToken);

    public ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) => inner.DeleteRunAsync(run, cancellationToken);

    public IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken) => inner.WatchSignalsAsync(cancellationToken);

    private Task DieAsync()
    {
        inner.Dispose();
        process.Crash();
        // Whoever waits for the store waits for ever: nothing of this process happens any more.
        return new TaskCompletionSource().Task;
    }
}
