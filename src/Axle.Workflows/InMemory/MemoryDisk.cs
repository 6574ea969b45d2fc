using Axle.Workflows.Ports;

namespace Axle.Workflows.InMemory;

/// <summary>What outlives a store in memory: share it between stores to have several processes on one database, or one after a crash.</summary>
public sealed class MemoryDisk
{
    internal Lock Gate { get; } = new();

    internal Dictionary<RunId, StoredRun> Runs { get; } = [];

    internal Dictionary<string, StoredDefinition> Definitions { get; } = new(StringComparer.Ordinal);

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

    internal sealed class StoredRun
    {
        public required RunRow Row { get; set; }

        public required string? Owner { get; set; }

        public long Epoch { get; set; } = 1;

        /// <summary>Events in their stored form, so that what a store reads never shares objects with what was written.</summary>
        public List<(long Seq, DateTimeOffset At, byte[] Json)> Events { get; } = [];

        public Dictionary<string, byte[]> Payloads { get; } = new(StringComparer.Ordinal);

        public List<RunCheckpoint> Checkpoints { get; } = [];

        public List<RunSignal> Signals { get; } = [];

        public HashSet<string> KnownSignals { get; } = new(StringComparer.Ordinal);
    }
}
