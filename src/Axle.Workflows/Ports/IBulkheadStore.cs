namespace Axle.Workflows.Ports;

/// <summary>Slots of bulkheads that processes share, so that a pool holds as much in all of them together as in one.</summary>
public interface IBulkheadStore
{
    /// <summary>Says what this process uses and wants of a pool, and asks how much it may have. What a process that is gone had is free.</summary>
    /// <param name="pool">The pool's name.</param>
    /// <param name="size">Slots in all, 1 to 10,000; where processes differ, the least holds.</param>
    /// <param name="used">Slots that are used here now.</param>
    /// <param name="wanted">How many more are wanted.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>
    /// Slots that this process may use until it asks again, at most <paramref name="used"/> and <paramref name="wanted"/> together. Fewer than are used
    /// when others wait for their share: then it gives some back.
    /// </returns>
    ValueTask<int> ShareAsync(string pool, int size, int used, int wanted, CancellationToken cancellationToken);

    /// <summary>The pools of which something is used or wanted, by name.</summary>
    ValueTask<IReadOnlyList<SharedBulkhead>> ListBulkheadsAsync(CancellationToken cancellationToken);
}

/// <summary>A pool that processes share, as they spoke of it last.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Slots in all: the least that one of them says.</param>
/// <param name="Taken">Slots that processes have.</param>
/// <param name="Waiting">Steps that wait for one.</param>
/// <param name="Processes">Processes that use it.</param>
public sealed record SharedBulkhead(string Name, int Size, int Taken, int Waiting, int Processes);
