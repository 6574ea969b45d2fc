using System.Collections.Frozen;
using Axle.Guardrails.Input.Words;

namespace Axle.Guardrails.Input.Rules;

/// <summary>One word of a rule.</summary>
/// <param name="Concepts">Concepts that fit, as bits.</param>
/// <param name="Hashes">Words that fit.</param>
/// <param name="Gap">How many words may lie between the step before and this one.</param>
internal sealed record RuleStep(ulong Concepts, FrozenSet<ulong> Hashes, int Gap)
{
    /// <summary>Whether a word fits.</summary>
    public bool Fits(in Word word) => (word.Concepts & Concepts) != 0 || (Hashes.Count > 0 && Hashes.Contains(word.Hash));
}
