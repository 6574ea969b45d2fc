using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Agents.Memory;

/// <summary>A named value that agents share.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">What happens when two write without knowing of each other; fixed by whoever wrote the note first.</param>
/// <param name="Entries">The latest writes, oldest first; at least the one that gave the value in force.</param>
public sealed record Note(string Name, ConflictRule Rule, ImmutableArray<NoteEntry> Entries)
{
    /// <summary>Most entries that are kept.</summary>
    public const int MostEntries = 200;

    /// <summary>The most that all entries may have, in bytes of JSON, before the oldest are forgotten.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>The version: counts all writes, from 1.</summary>
    public long Version => Entries[^1].Version;

    /// <summary>The write that gave the value in force.</summary>
    public NoteEntry Current => Entries.Last(static e => e.IsValue);

    /// <summary>The value in force.</summary>
    public JsonElement Value => Current.Value;

    /// <summary>Values that wait for somebody to decide: those proposed since the value in force was written.</summary>
    public ImmutableArray<NoteEntry> Proposals => [.. Entries.Where(e => e.Outcome == NoteOutcome.Proposed && e.Version > Current.Version)];

    /// <summary>The value that the note had at a version; null when that is forgotten.</summary>
    public JsonElement? ValueAt(long version) => Entries.LastOrDefault(e => e.IsValue && e.Version <= version)?.Value;

    /// <summary>The note after a further write; the oldest entries are forgotten where there are too many, never the value in force.</summary>
    public Note With(NoteEntry entry)
    {
        var entries = Entries.Add(entry);
        var current = entries.Last(static e => e.IsValue);
        var (first, bytes) = (entries.Length - 1, Size(entry));
        while (first > 0 && entries.Length - first < MostEntries && bytes + Size(entries[first - 1]) <= MostBytes)
            bytes += Size(entries[--first]);
        var kept = entries[first..];
        return this with { Entries = kept.Contains(current) ? kept : kept.Insert(0, current) };
    }

    private static long Size(NoteEntry entry) => entry.Given.GetRawText().Length + (entry.Result?.GetRawText().Length ?? 0) + 200;
}
