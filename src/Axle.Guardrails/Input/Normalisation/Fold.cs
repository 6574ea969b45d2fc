namespace Axle.Guardrails.Input.Normalisation;

/// <summary>What a letter becomes.</summary>
/// <param name="Text">The ASCII that it stands for.</param>
/// <param name="Kind">Why it looks otherwise.</param>
internal sealed record Fold(string Text, FoldKind Kind);
