namespace Axle.Guardrails.Input.Normalisation;

/// <summary>A text, or a piece of it, as a model could come to read it.</summary>
/// <param name="Text">Without the disguises; letters are folded to ASCII where there is one.</param>
/// <param name="Disguise">What was taken off.</param>
/// <param name="Depth">How many layers of encoding it lay under; 0 for the text itself.</param>
public sealed record TextView(string Text, Disguise Disguise, int Depth);
