using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.InMemory;

/// <summary>What outlives a store in memory: share it between stores to have several processes on one database, or one after a crash.</summary>
public sealed class MemoryDisk
{
    internal Lock Gate { get; } = new();

    internal Dictionary<RunId, StoredRun> Runs { get; } = [];

    internal Dictionary<string, StoredDefinition> Definitions { get; } = new(StringComparer.Ordinal);

    internal MemoryValues Values { get; } = new();

    /// <summary>Owners that are alive; a store that is disposed, or whose process crashed, is not.</summary>
    internal HashSet<string> Living { get; } = new(StringComparer.Ordinal);

    internal event Action<RunId>? Signalled;

    internal void Signal(RunId run) => Signalled?.Invoke(run);

    /// <summary>Declares the process of this store dead, as a crash would: its runs can be claimed, its appends are refused once they are.</summary>
    public void Kill(MemoryRunStore store)
    {
        lock (Gate)
            Living.Remove(store.Owner);
    }

    /// <summary>How many runs of a group may still begin.</summary>
    internal int Room(string group, int limit, RunId? apartFrom = null) => limit - Runs.Values.Count(
        r => r.Row.Group == group && r.Row.Run != apartFrom && r.Row.Status != RunStatus.Idle && !r.HasEnded);

    /// <summary>Runs that have ended, wait for nobody, and are older than that.</summary>
    internal RunRow[] Expired(DateTimeOffset endedBefore, int limit) =>
    [
        .. Runs.Values.Where(r => r.HasEnded && r.Row.UpdatedAt < endedBefore && r.Row.Attention == RunAttention.None)
            .Take(limit).Select(static r => r.Row),
    ];

    /// <summary>Whether the run needs a process and has none; room in its group is another matter.</summary>
    internal bool IsDue(StoredRun run, DateTimeOffset now)
    {
        if (run.Owner is { } owner && Living.Contains(owner))
            return false;
        var dueAt = run.Owner is null ? run.DueAt : run.Row.WakeAt;
        return run.Signals.Count > 0 || dueAt <= now || run.Row.Status switch
        {
            RunStatus.Idle => run.Row.Group is not null || run.Owner is not null,
            RunStatus.Paused => false,
            _ => run.Owner is not null && !run.HasEnded,
        };
    }

    internal sealed class StoredRun
    {
        public required RunRow Row { get; set; }

        public required string? Owner { get; set; }

        /// <summary>When a run without an owner needs one; null when it does not by itself.</summary>
        public DateTimeOffset? DueAt { get; set; }

        public long Epoch { get; set; } = 1;

        /// <summary>Events in their stored form, so that what a store reads never shares objects with what was written.</summary>
        public List<(long Seq, DateTimeOffset At, byte[] Json)> Events { get; } = [];

        public RunSnapshot? Snapshot { get; set; }

        public Dictionary<string, byte[]> Payloads { get; } = new(StringComparer.Ordinal);

        public List<RunCheckpoint> Checkpoints { get; } = [];

        public List<RunSignal> Signals { get; } = [];

        public HashSet<string> KnownSignals { get; } = new(StringComparer.Ordinal);

        public bool HasEnded => Row.Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;

        public bool IsExecuting => Row.Status is RunStatus.Executing or RunStatus.Compensating;
    }
}
