namespace Axle.Guardrails.Input.Words;

/// <summary>A word, a run of signs, or one sign of a text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Hash">Hash of its small letters.</param>
/// <param name="Concepts">What it means, as bits; see <see cref="Words.Concepts"/>.</param>
internal readonly record struct Word(int Start, int Length, ulong Hash, ulong Concepts);
