using System.Collections.Immutable;
using Axle.Workflows.Runs;
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

    /// <summary>
    /// Claims a run as <see cref="ClaimAsync"/> does and reads what is needed to go on with it: one call, so that waking a waiting run costs
    /// one commit.
    /// </summary>
    /// <exception cref="RunHeldException">Another living process executes the run.</exception>
    /// <exception cref="AxleException">There is no such run (<see cref="ErrorKind.NotFound"/>).</exception>
    ValueTask<OpenedRun> OpenAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>
    /// Claims and opens runs that need a process and have none, at most <paramref name="limit"/>: runs whose owner is dead while they execute
    /// or compensate, runs without an owner whose <see cref="RunRow.WakeAt"/> has come, and runs without a living owner that have
    /// unconsumed signals. Runs that wait for room in a group (<see cref="RunStatus.Idle"/>) count as due when their group has room. One that
    /// cannot be read keeps nobody from the others (<see cref="OpenedRun.Damage"/>).
    /// </summary>
    ValueTask<IReadOnlyList<OpenedRun>> OpenDueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>When the next run without an owner is due; null when none will be by itself.</summary>
    ValueTask<DateTimeOffset?> NextWakeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Gives the run up, when <paramref name="epoch"/> is still the current one: another process may claim it at once, and a run that executes
    /// or compensates is due at once.
    /// </summary>
    ValueTask ReleaseAsync(RunId run, long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Appends one decision: its events, the run's status row, checkpoints and consumed signals, all or nothing. The first append
    /// of a run (<see cref="RunAppend.FirstSeq"/> 1) creates it, owned by this <see cref="Owner"/> in epoch 1. With
    /// <see cref="RunAppend.Release"/> the run has no owner afterwards, and is due again at <see cref="RunRow.WakeAt"/>.
    /// </summary>
    /// <exception cref="RunConflictException">
    /// The epoch is not the current one, or the sequence number is taken: another writer was there. Nothing was written.
    /// </exception>
    /// <exception cref="GroupFullException">
    /// <see cref="RunAppend.Admission"/> is set and as many runs of the group as may execute do so. Nothing was written.
    /// </exception>
    ValueTask AppendAsync(RunAppend append, CancellationToken cancellationToken);

    /// <summary>Reads a run's events after <paramref name="after"/>, payloads resolved, in order. Empty when there is no such run.</summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, CancellationToken cancellationToken);

    /// <summary>
    /// Reads at most <paramref name="limit"/> events of a run after <paramref name="after"/>, as <see cref="ReadEventsAsync(RunId, long,
    /// CancellationToken)"/> does: for histories that are too long to hold. At least one when there are any.
    /// </summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadEventsAsync(RunId run, long after, int limit, CancellationToken cancellationToken);

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

    /// <summary>Lists the runs that <see cref="PurgeAsync"/> would remove, at most <paramref name="limit"/>, those first that it removes first.</summary>
    ValueTask<IReadOnlyList<RunRow>> ListExpiredAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes ended runs whose last event is older than <paramref name="endedBefore"/>, at most <paramref name="limit"/>, with everything that
    /// only they use. Runs that wait for a person (<see cref="RunRow.Attention"/>) stay.
    /// </summary>
    /// <returns>How many were removed.</returns>
    ValueTask<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Gives back what runs leave behind that were removed, where that takes more than removing them. Called now and then, before others are removed: by then
    /// nobody reads the store any more as it was when they were there.
    /// </summary>
    ValueTask TidyAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Removes one run that has ended, with everything that only it uses. False when there is no such run.</summary>
    /// <exception cref="AxleException">Validation: it has not ended.</exception>
    ValueTask<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken);

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
/// <param name="Release">Whether the run is given up with this append: it ended, it is paused, or it waits and needs no process meanwhile.</param>
/// <param name="Admission">The group that must have room for this run to begin; null when no group limits it.</param>
/// <param name="Snapshot">State after the last event, to be kept for faster opening; null for none.</param>
public sealed record RunAppend(
    RunId Run,
    long Epoch,
    ImmutableArray<RecordedEvent> Events,
    RunRow Row,
    ImmutableArray<RunCheckpoint> Checkpoints,
    ImmutableArray<string> ConsumedSignals,
    bool Release = false,
    GroupAdmission? Admission = null,
    RunSnapshot? Snapshot = null)
{
    /// <summary>Sequence number of the first event, or the one that would come next when there is none.</summary>
    public long FirstSeq => Row.LastSeq - Events.Length + 1;
}

/// <summary>A run that was claimed and read.</summary>
/// <param name="Row">Its status row.</param>
/// <param name="Epoch">The epoch of the claim.</param>
/// <param name="Snapshot">Its newest snapshot; null when there is none.</param>
/// <param name="Events">Its events after the snapshot, payloads resolved; all events without one.</param>
/// <param name="Signals">Signals that no decision consumed yet, oldest first.</param>
public sealed record OpenedRun(
    RunRow Row, long Epoch, RunSnapshot? Snapshot, IReadOnlyList<RecordedEvent> Events, IReadOnlyList<RunSignal> Signals)
{
    /// <summary>
    /// Why it could not be read, of one among many that were due: it is claimed, and whoever claimed it gives it up. Null when it could.
    /// </summary>
    public AxleException? Damage { get; init; }
}

/// <summary>The state of a run after an event, in the engine's own form.</summary>
/// <param name="Seq">Sequence number of the last event that is in it.</param>
/// <param name="Data">The state; a store keeps it as it is. At most one snapshot of a run is kept: the newest.</param>
public sealed record RunSnapshot(long Seq, ReadOnlyMemory<byte> Data);

/// <summary>Room that a run needs to begin.</summary>
/// <param name="Group">The group.</param>
/// <param name="Limit">Runs of the group that may be between <see cref="RunStatus.Idle"/> and their end at once.</param>
public sealed record GroupAdmission(string Group, int Limit);
