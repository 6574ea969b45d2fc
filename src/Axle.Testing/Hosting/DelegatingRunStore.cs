using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Hosting;

/// <summary>A store that has another do all its work: derive from it to have single calls fail, wait or be counted.</summary>
/// <param name="inner">Does the work.</param>
public abstract class DelegatingRunStore(IRunStore inner) : IRunStore
{
    /// <inheritdoc/>
    public string Owner => inner.Owner;

    /// <inheritdoc/>
    public virtual ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        inner.SaveDefinitionAsync(definition, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        inner.FindDefinitionAsync(hash, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) => inner.ClaimAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) => inner.OpenAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        inner.OpenDueAsync(now, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => inner.NextWakeAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(run, epoch, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken) => inner.AppendAsync(append, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(run, after, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        inner.ReadEventsAsync(run, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => inner.FindRunAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) =>
        inner.ListRunsAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ListCheckpointsAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken) => inner.SendSignalAsync(signal, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ReadSignalsAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.ListExpiredAsync(endedBefore, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        inner.PurgeAsync(endedBefore, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask TidyAsync(CancellationToken cancellationToken) => inner.TidyAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) => inner.DeleteRunAsync(run, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken) => inner.WatchSignalsAsync(cancellationToken);
}
