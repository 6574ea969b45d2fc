using System.Collections.Immutable;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Ports;

/// <summary>
/// Where runs live. Every method returns after its effect is durable. One conformance suite holds every store to this contract.
/// </summary>
public interface IRunStore
{
    /// <summary>Names this process (this instance of the store) as an owner of runs, for people: <c>ax on host (pid 123)</c> and something unique.</summary>
    string Owner { get; }

    /// <summary>Keeps a definition under its hash. Keeping it again changes nothing.</summary>
    ValueTask SaveDefinitionAsync(StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>Finds a definition by hash; null when there is none.</summary>
    ValueTask<StoredDefinition?> FindDefinitionAsync(string hash, CancellationToken cancellationToken);

    /// <summary>
    /// Makes this <see cref="Owner"/> the only process that may append to the run, and returns the new epoch. An owner that is still
    /// alive keeps its run.
    /// </summary>
    /// <exception cref="RunHeldException">Another living process executes the run.</exception>
    /// <exception cref="AxleException">There is no such run (<see cref="ErrorKind.NotFound"/>).</exception>
    ValueTask<long> ClaimAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Gives the run up, when <paramref name="epoch"/> is still the current one: another process may claim it at once.</summary>
    ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one decision: its events, the run's status row, checkpoints and consumed signals, all or nothing. The first append
    /// of a run (<see cref="RunAppend.FirstSeq"/> 1) creates it, owned by this <see cref="Owner"/> in epoch 1.
    /// </summary>
    /// <exception cref="RunConflictException">
    /// The epoch is not the current one, or the sequence number is taken: another writer was there. Nothing was written.
    /// </exception>
    ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken);

    /// <summary>Reads a run's events after <paramref name="after"/>, payloads resolved, in order. Empty when there is no such run.</summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken);

    /// <summary>Finds a run's status row; null when there is no such run.</summary>
    ValueTask<RunRow?> FindRunAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Lists runs, newest first.</summary>
    ValueTask<IReadOnlyList<RunRow>> ListRunsAsync(RunQuery query, CancellationToken cancellationToken);

    /// <summary>Lists a run's checkpoints, oldest first.</summary>
    ValueTask<IReadOnlyList<RunCheckpoint>> ListCheckpointsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Keeps a signal for the run until a decision consumes it. A signal whose id is known already changes nothing.</summary>
    ValueTask SendSignalAsync(RunSignal signal, CancellationToken cancellationToken);

    /// <summary>Signals of the run that no decision consumed yet, oldest first.</summary>
    ValueTask<IReadOnlyList<RunSignal>> ReadSignalsAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Yields a run each time it may have new signals from outside this process. A hint: it may come late, never not at all.</summary>
    IAsyncEnumerable<RunId> WatchSignalsAsync(CancellationToken cancellationToken);
}

/// <summary>A definition as a store keeps it.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Json"/>, in lower-case hexadecimal.</param>
/// <param name="Name">The workflow's name.</param>
/// <param name="Version">Its version, if it has one.</param>
/// <param name="Json">The canonical JSON of the definition.</param>
public sealed record StoredDefinition(string Hash, string Name, string? Version, string Json);

/// <summary>One decision, to be appended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Epoch">The epoch its claim returned; 1 for a new run.</param>
/// <param name="Events">The events; their sequence numbers follow on the run's last one. May be empty when signals are consumed without effect.</param>
/// <param name="Row">The run's status row after the decision.</param>
/// <param name="Checkpoints">Checkpoints that the decision reached.</param>
/// <param name="ConsumedSignals">Ids of signals that the decision used up.</param>
public sealed record RunAppend(
    RunId Run,
    long Epoch,
    ImmutableArray<RecordedEvent> Events,
    RunRow Row,
    ImmutableArray<RunCheckpoint> Checkpoints,
    ImmutableArray<string> ConsumedSignals)
{
    /// <summary>Sequence number of the first event, or the one that would come next when there is none.</summary>
    public long FirstSeq => Row.LastSeq - Events.Length + 1;
}
