using System.Collections.Immutable;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>
/// Writes the entries of an archive that was checked, a piece at a time. Until the last piece the run counts as cancelled: nobody takes it up,
/// and what a crash leaves of it can be removed like any run that has ended.
/// </summary>
internal sealed class ImportWriting(IRunStore store, RunRow row, TimeProvider time)
{
    private const int MostEvents = 500;
    private const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The epoch of a run that was just created.</summary>
    private const long Epoch = 1;

    private readonly ImmutableArray<RunCheckpoint>.Builder _checkpoints = ImmutableArray.CreateBuilder<RunCheckpoint>();
    private readonly List<ArchivedSignal> _signals = [];
    private readonly ImmutableArray<RecordedEvent>.Builder _piece = ImmutableArray.CreateBuilder<RecordedEvent>();
    private long _bytes;
    private bool _created;

    public async ValueTask AddAsync(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        switch (entry)
        {
            case ArchivedDefinition archived:
                await store.SaveDefinitionAsync(archived.Definition, cancellationToken);
                break;
            case ArchivedEvent archived:
                if (_piece.Count == MostEvents || _bytes > MostBytes)
                    await AppendAsync(Unfinished(_piece[^1].Seq), cancellationToken);
                _piece.Add(archived.Recorded);
                _bytes += archived.Recorded.Event.GetPayloads().Sum(static p => (long)p.Size);
                break;
            case ArchivedCheckpoint archived:
                _checkpoints.Add(archived.Checkpoint);
                break;
            case ArchivedSignal archived:
                _signals.Add(archived);
                break;
            case ArchiveEnd:
                await FinishAsync(cancellationToken);
                break;
        }
    }

    /// <summary>Removes what was written of the run.</summary>
    public async ValueTask UndoAsync()
    {
        if (_created)
            await store.DeleteRunAsync(row.Run, CancellationToken.None);
    }

    private async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await AppendAsync(row, cancellationToken);
        // From here on the run is there: what comes now must not be broken off.
        _created = false;
        foreach (var signal in _signals)
        {
            await store.SendSignalAsync(
                new RunSignal(row.Run, signal.Id, signal.Name, signal.Body, signal.By, signal.At), CancellationToken.None);
        }

        await store.ReleaseAsync(row.Run, Epoch, CancellationToken.None);
    }

    private RunRow Unfinished(long lastSeq) =>
        row with { Status = RunStatus.Cancelled, LastSeq = lastSeq, WakeAt = null, Attention = RunAttention.None };

    private async ValueTask AppendAsync(RunRow now, CancellationToken cancellationToken)
    {
        var isLast = now.LastSeq == row.LastSeq;
        // The age of an imported run counts from its import, or the next look for old runs would remove it.
        now = now with { UpdatedAt = time.GetUtcNow() };
        var append = new RunAppend(row.Run, Epoch, _piece.DrainToImmutable(), now, isLast ? _checkpoints.DrainToImmutable() : [], []);
        await store.AppendAsync(append, cancellationToken);
        _bytes = 0;
        _created = true;
    }
}
