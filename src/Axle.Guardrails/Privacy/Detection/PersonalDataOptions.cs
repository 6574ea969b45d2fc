namespace Axle.Guardrails.Privacy.Detection;

/// <summary>What to look for.</summary>
public sealed record PersonalDataOptions
{
    /// <summary>Everything, with the built-in list of technical terms.</summary>
    public static PersonalDataOptions Default { get; } = new();

    /// <summary>Types to report; null means all.</summary>
    public IReadOnlySet<string>? Types { get; init; }

    /// <summary>Least score to report, 0 to 1.</summary>
    public double LeastScore { get; init; } = 0.5;

    /// <summary>Whether only rules look, not the model: what has a form of its own is found, and names, places and firms are not. Much faster.</summary>
    public bool OnlyByRules { get; init; }

    /// <summary>Patterns of one's own.</summary>
    public IReadOnlyList<PersonalDataPattern> Patterns { get; init; } = [];

    /// <summary>Texts that are never personal, whatever their case: names of products, public addresses.</summary>
    public IReadOnlySet<string> Allowed { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
}
