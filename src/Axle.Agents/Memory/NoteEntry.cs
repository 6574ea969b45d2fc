using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Agents.Memory;

/// <summary>One write of a note.</summary>
/// <param name="Version">The version that the note had after it. A value that was refused or proposed changes no value, but counts as a version.</param>
/// <param name="Author">Who wrote: an agent, or a user.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Given">What the writer gave.</param>
public sealed record NoteEntry(long Version, string Author, DateTimeOffset At, NoteOutcome Outcome, JsonElement Given)
{
    /// <summary>The note's value after a merge; null when it is what was given.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>The version that the writer knew; 0 for none.</summary>
    public long BasedOn { get; init; }

    /// <summary>Fields that both sides changed, as JSON Pointers (RFC 6901).</summary>
    public ImmutableArray<string> Clashes { get; init; } = [];

    /// <summary>Tells a write that is made again after a crash; null when the writer gave none.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it changed the note's value.</summary>
    public bool IsValue => Outcome is NoteOutcome.Written or NoteOutcome.Replaced or NoteOutcome.Merged;

    /// <summary>The note's value after it, when it changed it.</summary>
    public JsonElement Value => Result ?? Given;
}
