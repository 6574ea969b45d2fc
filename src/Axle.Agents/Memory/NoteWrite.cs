using System.Text.Json;

namespace Axle.Agents.Memory;

/// <summary>What somebody wants a note to be.</summary>
/// <param name="Name">The note: 1 to 200 characters.</param>
/// <param name="Value">The value, at most <see cref="SharedMemory.MostBytes"/> of JSON.</param>
/// <param name="Author">Who writes.</param>
public sealed record NoteWrite(string Name, JsonElement Value, string Author)
{
    /// <summary>The version that the writer knows: 0 when it knows none.</summary>
    public long BasedOn { get; init; }

    /// <summary>The rule of a note that this write begins; of one that is there already, it must be the same or null.</summary>
    public ConflictRule? Rule { get; init; }

    /// <summary>Tells a write that is made again after a crash: it is done once. Null for none.</summary>
    public string? Key { get; init; }
}
