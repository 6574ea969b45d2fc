using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Archive;

/// <summary>
/// Brings a run back from an archive. Everything is checked before anything is written: that the archive is whole and unchanged, its
/// signature, and that the history can be folded.
/// </summary>
/// <param name="store">Where the run goes.</param>
/// <param name="loader">Reads definitions.</param>
/// <param name="time">The clock.</param>
public sealed class RunImport(IRunStore store, IDefinitionLoader loader, TimeProvider time)
{
    /// <summary>Imports an archive.</summary>
    /// <param name="open">Opens the archive from its beginning; called once to check it, once to write it, and once more for a run that went back.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the import; what was written of the run is removed again.</param>
    /// <returns>The row that the history gives; in the store, its age counts from the import.</returns>
    /// <exception cref="AxleException">Validation or Refused: the archive is faulty or not trusted, or the id is taken. Nothing was written.</exception>
    public async Task<RunRow> ReadAsync(Func<Stream> open, ArchiveImportOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        var wanted = options ?? new ArchiveImportOptions();
        var history = new HistoryCheck(loader, wanted.As, whole: false);
        var summary = await CheckAsync(open, history, wanted.Trust, cancellationToken);
        if (history.WentBack)
            summary = await CheckAsync(open, history = new HistoryCheck(loader, wanted.As, whole: true), wanted.Trust, cancellationToken);
        var row = history.Row();
        if (!row.Status.IsEnded() && !wanted.AllowUnfinished)
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"Run {summary.Run} had not ended when it was exported: it may still be executing where it came from, and its steps would be made twice. "
                + "Export it when it has ended, or say that it may go on here.");
        }

        if (await store.FindRunAsync(row.Run, cancellationToken) is { } taken)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"There is a run {row.Run} already, with {taken.LastSeq} events; the archive has {summary.Events}. Remove it first, or import under another id.");
        }

        await WriteAsync(open, row, summary, cancellationToken);
        return row;
    }

    private static async Task<ArchiveSummary> CheckAsync(
        Func<Stream> open, HistoryCheck history, ArchiveTrust trust, CancellationToken cancellationToken)
    {
        await using var input = open();
        return await ArchiveCheck.ReadAsync(input, trust, history.Add, cancellationToken);
    }

    private async Task WriteAsync(Func<Stream> open, RunRow row, ArchiveSummary summary, CancellationToken cancellationToken)
    {
        var writing = new ImportWriting(store, row, time);
        try
        {
            await using var input = open();
            await foreach (var entry in ArchiveReader.ReadAsync(input, cancellationToken))
            {
                if (entry is ArchiveEnd end && end.Head != summary.Head)
                    throw new AxleException(ErrorKind.Validation, "The archive is not the one that was checked: it was changed meanwhile. Import it again.");
                await writing.AddAsync(entry, cancellationToken);
            }
        }
        catch
        {
            await writing.UndoAsync();
            throw;
        }
    }
}

/// <summary>How an archive is imported.</summary>
public sealed record ArchiveImportOptions
{
    /// <summary>The id that the run gets; null for the one it had.</summary>
    public RunId? As { get; init; }

    /// <summary>Which signatures are believed.</summary>
    public ArchiveTrust Trust { get; init; } = ArchiveTrust.Nobody;

    /// <summary>Whether a run that had not ended may be imported; it goes on here. False by default.</summary>
    public bool AllowUnfinished { get; init; }
}
