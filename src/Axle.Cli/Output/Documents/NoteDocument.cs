using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Memory;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>memory list</c>.</summary>
internal sealed record NoteListDocument(ImmutableArray<NoteRowPart> Notes);

/// <summary>A note in a list.</summary>
internal sealed record NoteRowPart(string Name, long Version, string OnConflict, string Author, DateTimeOffset At, int Proposals)
{
    public static NoteRowPart Of(Note note) => new(
        note.Name, note.Version, Words.Name(note.Rule), note.Current.Author, note.Current.At, note.Proposals.Length);
}

/// <summary>The answer of <c>memory show</c> and <c>memory write</c>.</summary>
internal sealed record NoteDocument(string Name, long Version, string OnConflict, JsonElement Value, ImmutableArray<NoteEntryPart> History)
{
    public static NoteDocument Of(Note note) => new(
        note.Name, note.Version, Words.Name(note.Rule), note.Value, [.. note.Entries.Reverse().Select(NoteEntryPart.Of)]);
}

/// <summary>A write of a note.</summary>
internal sealed record NoteEntryPart(
    long Version, string Author, DateTimeOffset At, long BasedOn, string Outcome, JsonElement Value, JsonElement? Result, ImmutableArray<string>? Clashes)
{
    public static NoteEntryPart Of(NoteEntry entry) => new(
        entry.Version, entry.Author, entry.At, entry.BasedOn, Words.Name(entry.Outcome), entry.Given, entry.Result,
        entry.Clashes.IsEmpty ? null : entry.Clashes);
}
