using System.Collections.Immutable;

namespace Axle.Agents.Memory;

/// <summary>What a write makes of a note: pure functions, so that every rule can be tested without a store.</summary>
public static class NoteRules
{
    /// <summary>Applies a write.</summary>
    /// <param name="note">The note; null when there is none yet.</param>
    /// <param name="write">The write.</param>
    /// <param name="now">The time.</param>
    /// <returns>The note after it, whose last entry is this write. The same note when the write was made before.</returns>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Validation"/>: the write names another rule than the note has, or a version that is not there.
    /// </exception>
    public static Note Apply(Note? note, NoteWrite write, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (note is null)
            return new Note(write.Name, write.Rule ?? ConflictRule.KeepFirst, [First(write, now)]);
        if (Made(note, write) is not null)
            return note;
        Check(note, write);
        var entry = new NoteEntry(note.Version + 1, write.Author, now, NoteOutcome.Written, write.Value) { BasedOn = write.BasedOn, Key = write.Key };
        if (write.BasedOn >= note.Current.Version && (note.Proposals.IsEmpty || write.BasedOn == note.Version))
            return note.With(entry);
        return note.With(note.Rule switch
        {
            ConflictRule.KeepLast => entry with { Outcome = NoteOutcome.Replaced },
            ConflictRule.Merge => Merge(note, entry),
            ConflictRule.Ask => entry with { Outcome = NoteOutcome.Proposed },
            _ => entry with { Outcome = NoteOutcome.Refused },
        });
    }

    /// <summary>The entry of a write that was made before; null when it was not.</summary>
    public static NoteEntry? Made(Note note, NoteWrite write)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(write);
        return write.Key is null ? null : note.Entries.FirstOrDefault(e => e.Key == write.Key);
    }

    private static NoteEntry First(NoteWrite write, DateTimeOffset now)
    {
        if (write.BasedOn != 0)
            throw new AxleException(ErrorKind.Validation, $"There is no note '{write.Name}', so there is no version {write.BasedOn} of it. Leave 'basedOn' out to begin it.");
        return new NoteEntry(1, write.Author, now, NoteOutcome.Written, write.Value) { Key = write.Key };
    }

    private static void Check(Note note, NoteWrite write)
    {
        if (write.Rule is { } rule && rule != note.Rule)
            throw new AxleException(ErrorKind.Validation, $"Note '{note.Name}' has the conflict rule {note.Rule}, which cannot be changed to {rule}. Leave the rule out, or use another name.");
        if (write.BasedOn < 0 || write.BasedOn > note.Version)
            throw new AxleException(ErrorKind.Validation, $"Note '{note.Name}' has no version {write.BasedOn}; the latest is {note.Version}. Read it first.");
    }

    private static NoteEntry Merge(Note note, NoteEntry entry)
    {
        var clashes = ImmutableArray.CreateBuilder<string>();
        var before = note.ValueAt(entry.BasedOn);
        if (before is null && entry.BasedOn > 0)
            throw new AxleException(ErrorKind.Validation, $"Version {entry.BasedOn} of note '{note.Name}' is forgotten, so nothing can be merged with it. Read the note again.");
        var merged = JsonMerge.Merge(before, note.Value, entry.Given, clashes);
        return entry with { Outcome = NoteOutcome.Merged, Result = merged, Clashes = clashes.ToImmutable() };
    }
}
