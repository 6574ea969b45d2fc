using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Fails at its n-th call, before or after the effect, and works ever after.</summary>
internal sealed class StumblingStore(IRunStore inner, int failingCall, bool afterwards) : IRunStore
{
    private int _calls;

    public string Owner => inner.Owner;

    public ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        Do(async () => { await inner.SaveDefinitionAsync(definition, cancellationToken); });

    public ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        Do(() => inner.FindDefinitionAsync(hash, cancellationToken).AsTask());

    public ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) => Do(() => inner.ClaimAsync(run, cancellationToken).AsTask());

    public ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) => Do(() => inner.OpenAsync(run, cancellationToken).AsTask());

    public ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Do(() => inner.OpenDueAsync(now, limit, cancellationToken).AsTask());

    public ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => Do(() => inner.NextWakeAsync(cancellationToken).AsTask());

    public ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) =>
        Do(async () => { await inner.ReleaseAsync(run, epoch, cancellationToken); });

    public ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken) =>
        Do(async () => { await inner.AppendAsync(append, cancellationToken); });

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        Do(() => inner.ReadEventsAsync(run, after, cancellationToken).AsTask());

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        Do(() => inner.ReadEventsAsync(run, after, limit, cancellationToken).AsTask());

    public ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken) => inner.FindRunAsync(run, cancellationToken);

    public ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken) => inner.ListRunsAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken) =>
        inner.ListCheckpointsAsync(run, cancellationToken);

    public ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken) => inner.SendSignalAsync(signal, cancellationToken);

    public ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        Do(() => inner.ReadSignalsAsync(run, cancellationToken).AsTask());

    public ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        Do(() => inner.ListExpiredAsync(endedBefore, limit, cancellationToken).AsTask());

    public ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        Do(() => inner.PurgeAsync(endedBefore, limit, cancellationToken).AsTask());

    public ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) =>
        Do(() => inner.DeleteRunAsync(run, cancellationToken).AsTask());

    public IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken) => ++_calls == failingCall
        ? throw new IOException("The store stumbles.")
        : inner.WatchSignalsAsync(cancellationToken);

    private async ValueTask<T> Do<T>(Func<Task<T>> call)
    {
        var fails = ++_calls == failingCall;
        if (fails && !afterwards)
            throw new IOException("The store stumbles.");
        var result = await call();
        return fails ? throw new IOException("The answer is lost.") : result;
    }

    private async ValueTask Do(Func<Task> call) => await Do(async () =>
    {
        await call();
        return 0;
    });
}
