using System.Collections.Immutable;
using System.Text.Json;

namespace Axle.Workflows.Runs.Comparison;

/// <summary>How two JSON values differ.</summary>
/// <param name="Changes">Places that differ, in the order of the values; the first of them when there are many.</param>
/// <param name="Count">How many places differ in all.</param>
public sealed record JsonDifference(ImmutableArray<JsonChange> Changes, int Count)
{
    /// <summary>No difference.</summary>
    public static JsonDifference None { get; } = new([], 0);

    /// <summary>Whether the values are the same.</summary>
    public bool IsSame => Count == 0;
}

/// <summary>One place where two JSON values differ.</summary>
/// <param name="LeftPointer">The place in the left value as a JSON pointer (RFC 6901); null when it is not there.</param>
/// <param name="RightPointer">The place in the right value; null when it is not there. Items of arrays may have moved.</param>
/// <param name="Left">What is there on the left; null when nothing is.</param>
/// <param name="Right">What is there on the right; null when nothing is.</param>
/// <param name="Text">What changed within two long strings; null for other values.</param>
/// <param name="Moved">Whether it is the same item of an array in another order.</param>
public sealed record JsonChange(
    string? LeftPointer, string? RightPointer, JsonElement? Left, JsonElement? Right, TextDifference? Text = null, bool Moved = false)
{
    /// <summary>Whether something came, went, moved, or is another.</summary>
    public ChangeKind Kind => LeftPointer is null ? ChangeKind.Added
        : RightPointer is null ? ChangeKind.Removed
        : Moved ? ChangeKind.Moved : ChangeKind.Changed;

    /// <summary>The place on the right, or on the left when it is not there any more.</summary>
    public string Place => RightPointer ?? LeftPointer ?? "";
}

/// <summary>What became of something between the left and the right.</summary>
public enum ChangeKind
{
    /// <summary>Only the right has it.</summary>
    Added,

    /// <summary>Only the left has it.</summary>
    Removed,

    /// <summary>Both have it, and differently.</summary>
    Changed,

    /// <summary>Both have it, in another order.</summary>
    Moved,
}
