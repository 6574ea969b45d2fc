using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input;

/// <summary>Why a text is judged as it is: for the one who runs the guard, never for the one who is refused, because it shows the pattern.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Views">What was read: the text without disguise, and what was hidden in it.</param>
/// <param name="Piece">The piece that is most like an attack.</param>
/// <param name="Rules">Codes of the rules that the piece meets.</param>
/// <param name="Words">The words of the piece that weigh most, with how far the score in log odds falls without them.</param>
public sealed record GuardExplanation(
    GuardDecision Decision, IReadOnlyList<TextView> Views, string Piece, IReadOnlyList<string> Rules, IReadOnlyList<(string Word, double Weight)> Words);
