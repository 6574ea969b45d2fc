using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Engine;

/// <summary>
/// The handles that somebody watches: a run that waits is a row and needs no memory, but who waits for its end must hear of it.
/// </summary>
internal sealed class RunHandles(IRunStore store)
{
    private readonly ConcurrentDictionary<RunId, RunHandle> _watched = new();

    /// <summary>Called when a run that is not in memory begins to be watched: it may have ended since.</summary>
    public Action<RunHandle>? Kept { get; set; }

    public RunHandle Get(RunId run) => _watched.GetValueOrDefault(run) ?? new RunHandle(run, this);

    public void Keep(RunHandle handle)
    {
        if (_watched.TryAdd(handle.Id, handle))
            Kept?.Invoke(handle);
    }

    public void Forget(RunHandle handle) => _watched.TryRemove(KeyValuePair.Create(handle.Id, handle));

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(RunId run, CancellationToken cancellationToken) =>
        store.ReadEventsAsync(run, 0, cancellationToken);

    /// <summary>Tells all that watch that this engine stops.</summary>
    public void End(Func<RunId, Exception> error)
    {
        foreach (var handle in _watched.Values)
            handle.Complete(null, error(handle.Id));
    }
}
