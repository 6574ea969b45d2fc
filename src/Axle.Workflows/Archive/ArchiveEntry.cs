using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>One line of an archive, read and checked.</summary>
internal abstract record ArchiveEntry;

/// <summary>The first line.</summary>
/// <param name="Run">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where the run was.</param>
/// <param name="LastSeq">Its last event.</param>
/// <param name="At">When it was exported.</param>
/// <param name="Window">Bytes of large values that a reader has to keep.</param>
internal sealed record ArchiveHeader(RunId Run, string Workflow, RunStatus Status, long LastSeq, DateTimeOffset At, long Window) : ArchiveEntry
{
    /// <summary>The name of the format.</summary>
    public const string Format = "run-archive";

    /// <summary>The version of the format.</summary>
    public const int Version = 1;
}

/// <summary>A definition that the run is pinned to, or uses. Stands before the first event that names it.</summary>
internal sealed record ArchivedDefinition(StoredDefinition Definition) : ArchiveEntry;

/// <summary>An event, its payloads resolved.</summary>
internal sealed record ArchivedEvent(RecordedEvent Recorded) : ArchiveEntry;

/// <summary>A place in the history. All of them stand behind the events.</summary>
internal sealed record ArchivedCheckpoint(RunCheckpoint Checkpoint) : ArchiveEntry;

/// <summary>A signal that nobody took yet. All of them stand behind the checkpoints.</summary>
internal sealed record ArchivedSignal(string Id, string Name, Payload Body, string By, DateTimeOffset At) : ArchiveEntry;

/// <summary>The line behind all others.</summary>
/// <param name="Events">Events in the archive.</param>
/// <param name="Head">The last link of the chain, this line included.</param>
internal sealed record ArchiveEnd(long Events, string Head) : ArchiveEntry;

/// <summary>What was signed is the last link of the chain.</summary>
/// <param name="Algorithm">How.</param>
/// <param name="Key">With which key.</param>
/// <param name="Value">The signature.</param>
internal sealed record ArchiveSignature(string Algorithm, string Key, byte[] Value) : ArchiveEntry;
