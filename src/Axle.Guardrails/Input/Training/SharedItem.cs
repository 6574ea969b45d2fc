namespace Axle.Guardrails.Input.Training;

/// <summary>A line of a set.</summary>
/// <param name="Fields">Its fields as texts.</param>
internal sealed record SharedItem(IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>The text itself.</summary>
    public string Text => Fields["text"];

    /// <summary>What kind of attack or harmless text it is.</summary>
    public string Kind => Fields["kind"];

    /// <summary>Whether it is an attack.</summary>
    public bool IsAttack => Fields["label"] == "attack";

    /// <summary>A field; null when the line has none of that name.</summary>
    public string? this[string name] => Fields.GetValueOrDefault(name);
}
