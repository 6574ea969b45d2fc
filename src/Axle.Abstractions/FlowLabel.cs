using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Axle;

/// <summary>What is known of where content comes from: how far it may be believed, who may see it, its sources. Travels with the content.</summary>
/// <param name="Integrity">Whether somebody answers for the content.</param>
/// <param name="Confidentiality">Who may see it.</param>
public sealed record FlowLabel(Integrity Integrity = Integrity.Trusted, Confidentiality Confidentiality = Confidentiality.Open)
{
    /// <summary>The label of what the host itself or its user wrote.</summary>
    public static FlowLabel Trusted { get; } = new();

    /// <summary>Where the content comes from: <c>tool:web.fetch</c>, <c>file:notes.md</c>. In order, without doubles.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Whether somebody answers for all of it and anybody may see it.</summary>
    [JsonIgnore]
    public bool IsTrusted => Integrity == Integrity.Trusted && Confidentiality == Confidentiality.Open;

    /// <summary>The label of content from outside.</summary>
    /// <param name="source">Where from.</param>
    public static FlowLabel Untrusted(string source) => new(Integrity.Untrusted) { Sources = [source] };

    /// <summary>The label of what was made of both: as little believed as the less believed, as closed as the more closed.</summary>
    public FlowLabel With(FlowLabel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new FlowLabel(
            (Integrity)Math.Max((int)Integrity, (int)other.Integrity), (Confidentiality)Math.Max((int)Confidentiality, (int)other.Confidentiality))
        {
            Sources = [.. Sources.Union(other.Sources, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }
}
