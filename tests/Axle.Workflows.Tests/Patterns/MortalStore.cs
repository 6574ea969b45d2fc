using Axle.Testing.Hosting;
using Axle.Testing.Simulation;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Tests.Patterns;

/// <summary>The store of a process that is killed when a certain event is written: just before it is durable, or just after.</summary>
/// <param name="store">Outlives the process.</param>
/// <param name="process">Dies.</param>
/// <param name="wanted">Which event kills it, and whether before; null for none. Asked with the events that are about to be written.</param>
/// <param name="written">Told of what is durable.</param>
internal sealed class MortalStore(
    MemoryRunStore store, SimulatedProcess process, Func<int, KillPoint?> wanted, Action<RunId, IReadOnlyList<RecordedEvent>> written)
    : DelegatingRunStore(store)
{
    public override async ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken)
    {
        var kill = wanted(append.Events.Length);
        if (kill is { Before: true })
            await DieAsync();
        if (process.IsDead)
            await DieAsync();
        await base.AppendAsync(append, cancellationToken);
        written(append.Run, append.Events);
        if (kill is not null)
            await DieAsync();
    }

    private Task DieAsync()
    {
        store.Dispose();
        process.Crash();
        // Whoever waits for the store waits for ever: nothing of this process happens any more.
        return new TaskCompletionSource().Task;
    }
}
