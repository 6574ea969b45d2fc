using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input;

/// <summary>What the guard says of a text. It holds nothing of the text, so it may be logged.</summary>
/// <param name="Verdict">Whether it may go on.</param>
/// <param name="Score">How much it is like attacks, 0 to 1; from 0.5 on it is stopped at the operating point.</param>
/// <param name="Reason">A code of <see cref="GuardReasons"/> or of a rule.</param>
/// <param name="Tier">The tier that decided.</param>
/// <param name="OperatingPoint">How sure the model had to be.</param>
/// <param name="Disguises">What was taken off the text.</param>
/// <param name="Microseconds">How long it took.</param>
public sealed record GuardDecision(
    GuardVerdict Verdict, double Score, string Reason, GuardTier Tier, OperatingPoint OperatingPoint, Disguise Disguises, long Microseconds)
{
    /// <summary>What failed where the guard could not check, for whoever runs it; null where it could.</summary>
    public string? Fault { get; init; }
}
