using System.Globalization;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Engine;

/// <summary>A place of a run as people name it: the name of a checkpoint, or the number of an event.</summary>
/// <param name="Seq">Sequence number of the last event before it.</param>
/// <param name="Checkpoint">The checkpoint's name; null when the event was named.</param>
public sealed record RunPlace(long Seq, string? Checkpoint)
{
    /// <summary>The place for people.</summary>
    public string Text => Checkpoint is null ? $"event {Seq}" : $"'{Checkpoint}' (event {Seq})";

    /// <summary>Finds the place.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none of that name or number.</exception>
    public static async Task<RunPlace> FindAsync(RunReader reader, RunRow row, string text, CancellationToken cancellationToken)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) && seq >= 1 && seq <= row.LastSeq)
            return new RunPlace(seq, null);
        var checkpoints = await reader.CheckpointsAsync(row.Run, cancellationToken);
        if (checkpoints.LastOrDefault(c => string.Equals(c.Name, text, StringComparison.Ordinal)) is { } found)
            return new RunPlace(found.Seq, found.Name);
        var names = checkpoints.Select(static c => c.Name).Distinct().ToList();
        throw new AxleException(
            ErrorKind.NotFound,
            $"Run {row.Run} has no checkpoint '{text}'. {(names.Count == 0 ? "It has none" : $"It has: {string.Join(", ", names)}")}; "
            + $"or give the number of an event, 1 to {row.LastSeq}.");
    }
}
