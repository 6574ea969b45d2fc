namespace Axle.Guardrails.Output;

/// <summary>Something in an answer that may not be said.</summary>
/// <param name="Start">Its first character, in UTF-16 units.</param>
/// <param name="End">After its last character.</param>
/// <param name="Reason">Code of the reason.</param>
public sealed record OutputSpan(int Start, int End, string Reason);
