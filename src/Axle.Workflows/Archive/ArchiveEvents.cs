using System.Runtime.CompilerServices;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Archive;

/// <summary>Reads what an archive tells of its run, without a store.</summary>
public static class ArchiveEvents
{
    /// <summary>The events of an archive, their payloads resolved. Those that were given are to be trusted when all were.</summary>
    /// <param name="input">The archive; gzip is unpacked when the stream can seek.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AxleException">Validation: says which line is wrong, and how.</exception>
    /// <exception cref="InvalidDataException">It is packed, and the packing is damaged.</exception>
    public static async IAsyncEnumerable<RecordedEvent> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        await foreach (var entry in ArchiveReader.ReadAsync(input, cancellationToken))
        {
            if (entry is ArchivedEvent { Recorded: { } recorded })
                yield return recorded;
        }
    }
}
