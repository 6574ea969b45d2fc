namespace Axle.Workflows.Archive;

/// <summary>Checks archives without a store: nothing is written.</summary>
public static class ArchiveCheck
{
    /// <summary>Reads a whole archive and checks every line, every value and the signature.</summary>
    /// <param name="input">The archive, plain or packed with gzip.</param>
    /// <param name="trust">Which signatures are believed; null for <see cref="ArchiveTrust.Nobody"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AxleException">Validation or Refused: says what is wrong with it, and on which line.</exception>
    public static Task<ArchiveSummary> VerifyAsync(Stream input, ArchiveTrust? trust, CancellationToken cancellationToken) =>
        ReadAsync(input, trust, static _ => { }, cancellationToken);

    /// <summary>Checks an archive and shows its entries on the way, while it is not known yet whether the whole of it is right.</summary>
    internal static async Task<ArchiveSummary> ReadAsync(
        Stream input, ArchiveTrust? trust, Action<ArchiveEntry> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArchiveHeader? header = null;
        ArchiveEnd? end = null;
        ArchiveSignature? signature = null;
        await foreach (var entry in ArchiveReader.ReadAsync(input, cancellationToken))
        {
            header ??= entry as ArchiveHeader;
            end ??= entry as ArchiveEnd;
            signature ??= entry as ArchiveSignature;
            each(entry);
        }

        var state = (trust ?? ArchiveTrust.Nobody).Check(end!.Head, signature);
        return new ArchiveSummary(header!.Run, header.Workflow, header.Status, end.Events, header.At, end.Head, state, signature?.Key);
    }
}
