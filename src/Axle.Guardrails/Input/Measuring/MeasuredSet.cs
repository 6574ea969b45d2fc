namespace Axle.Guardrails.Input.Measuring;

/// <summary>A line of the published table.</summary>
/// <param name="Name">The set.</param>
/// <param name="Source">Where its texts are taken to come from.</param>
/// <param name="IsAttack">Whether its texts are attacks, to be caught, or harmless, to be let through.</param>
/// <param name="Right">How many were caught or let through.</param>
/// <param name="Goal">The share that is wanted, 0 to 1; null where none was set.</param>
public sealed record MeasuredSet(string Name, TextSource Source, bool IsAttack, Proportion Right, double? Goal)
{
    /// <summary>Whether the goal is reached; null where there is none.</summary>
    public bool? Holds => Goal is { } goal ? Right.Share >= goal : null;
}
