namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>A piece of a text as the tagger sees it.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">After the last character.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Mask">Type of the personal data that a rule found here; null when none did.</param>
internal readonly record struct TextToken(int Start, int End, TokenKind Kind, string? Mask = null);
