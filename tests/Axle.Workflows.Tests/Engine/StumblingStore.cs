using Axle.Testing.Hosting;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Engine;

/// <summary>Fails at its n-th call, before or after the effect, and works ever after.</summary>
internal sealed class StumblingStore(IRunStore inner, int failingCall, bool afterwards)
    : DelegatingRunStore(inner)
{
    private int _calls;

    public override ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken) =>
        Do(async () => { await base.SaveDefinitionAsync(definition, cancellationToken); });

    public override ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        Do(() => base.FindDefinitionAsync(hash, cancellationToken).AsTask());

    public override ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken) => Do(() => base.ClaimAsync(run, cancellationToken).AsTask());

    public override ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken) => Do(() => base.OpenAsync(run, cancellationToken).AsTask());

    public override ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Do(() => base.OpenDueAsync(now, limit, cancellationToken).AsTask());

    public override ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken) => Do(() => base.NextWakeAsync(cancellationToken).AsTask());

    public override ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken) =>
        Do(async () => { await base.ReleaseAsync(run, epoch, cancellationToken); });

    public override ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken) =>
        Do(async () => { await base.AppendAsync(append, cancellationToken); });

    public override ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken) =>
        Do(() => base.ReadEventsAsync(run, after, cancellationToken).AsTask());

    public override ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken) =>
        Do(() => base.ReadEventsAsync(run, after, limit, cancellationToken).AsTask());

    public override ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken) =>
        Do(() => base.ReadSignalsAsync(run, cancellationToken).AsTask());

    public override ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        Do(() => base.ListExpiredAsync(endedBefore, limit, cancellationToken).AsTask());

    public override ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        Do(() => base.PurgeAsync(endedBefore, limit, cancellationToken).AsTask());

    public override ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) =>
        Do(() => base.DeleteRunAsync(run, cancellationToken).AsTask());

    public override IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken) => ++_calls == failingCall
        ? throw new IOException("The store stumbles.")
        : base.WatchSignalsAsync(cancellationToken);

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
