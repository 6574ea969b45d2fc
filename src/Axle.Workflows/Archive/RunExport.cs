using System.IO.Compression;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>
/// Writes a run with its whole history into one file of JSON lines: definitions, events, values, checkpoints and signals, tied together so
/// that a change is seen, and signed if a key is given. Holds a piece of the history at a time.
/// </summary>
/// <param name="store">Where the run is.</param>
/// <param name="time">The clock.</param>
public sealed class RunExport(IRunStore store, TimeProvider time)
{
    private const int Piece = 500;

    /// <summary>Large values that whoever reads the archive keeps at hand, in bytes.</summary>
    private const long Window = 64 * 1024 * 1024;

    /// <summary>Writes the archive. A run that executes meanwhile is written as it is now.</summary>
    /// <param name="run">The run.</param>
    /// <param name="output">Where to; stays open.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the writing; what was written then is no archive.</param>
    /// <exception cref="AxleException">There is no such run (<see cref="ErrorKind.NotFound"/>), or it was removed meanwhile.</exception>
    public async Task<ArchiveSummary> WriteAsync(
        RunId run, Stream output, ArchiveExportOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        var row = await store.FindRunAsync(run, cancellationToken)
            ?? throw new AxleException(ErrorKind.NotFound, $"There is no run {run}. 'ax workflow list' shows the runs there are.");
        var key = options?.Key;
        await using var packed = options?.Pack == true ? new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true) : null;
        var writer = new ArchiveWriter(packed ?? output, Window);
        var at = time.GetUtcNow();
        await writer.WriteHeaderAsync(row, at, cancellationToken);
        await WriteEventsAsync(row, writer, cancellationToken);
        foreach (var checkpoint in await store.ListCheckpointsAsync(run, cancellationToken))
        {
            if (checkpoint.Seq <= row.LastSeq)
                await writer.WriteAsync(checkpoint, cancellationToken);
        }

        foreach (var signal in await store.ReadSignalsAsync(run, cancellationToken))
            await writer.WriteAsync(signal, cancellationToken);
        await writer.WriteEndAsync(key, cancellationToken);
        return new ArchiveSummary(
            run, row.Workflow, row.Status, row.LastSeq, at, writer.Head, key is null ? SignatureState.None : SignatureState.Valid, key?.Id);
    }

    private async Task WriteEventsAsync(RunRow row, ArchiveWriter writer, CancellationToken cancellationToken)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var last = 0L; last < row.LastSeq;)
        {
            var piece = await store.ReadEventsAsync(row.Run, last, (int)Math.Min(Piece, row.LastSeq - last), cancellationToken);
            if (piece.Count == 0)
                throw new AxleException(ErrorKind.NotFound, $"Run {row.Run} was removed while it was exported.");
            foreach (var recorded in piece)
            {
                foreach (var hash in PinnedHashes(recorded.Event).Where(told.Add))
                    await writer.WriteAsync(await DefinitionAsync(row.Run, hash, cancellationToken), cancellationToken);
                await writer.WriteAsync(recorded, cancellationToken);
            }

            last = piece[^1].Seq;
        }
    }

    private async ValueTask<StoredDefinition> DefinitionAsync(RunId run, string hash, CancellationToken cancellationToken) =>
        await store.FindDefinitionAsync(hash, cancellationToken)
        ?? throw new AxleException(ErrorKind.Internal, $"The definition {hash} of run {run} is missing from the store. Restore the database from a backup.");

    private static IEnumerable<string> PinnedHashes(RunEvent happened) => happened switch
    {
        RunStarted started => [started.Definition, .. started.Uses?.Values ?? []],
        RunQueued queued => PinnedHashes(queued.Begin),
        RunMigrated migrated => [migrated.Definition, .. migrated.Uses?.Values ?? []],
        _ => [],
    };
}

/// <summary>How an archive is written.</summary>
public sealed record ArchiveExportOptions
{
    /// <summary>Signs the archive; null to leave it unsigned.</summary>
    public ArchiveKey? Key { get; init; }

    /// <summary>Whether it is packed with gzip; false by default.</summary>
    public bool Pack { get; init; }
}
