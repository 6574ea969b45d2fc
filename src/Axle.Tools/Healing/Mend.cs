namespace Axle.Tools.Healing;

/// <summary>One thing that was changed so that a call may be made. Holds kinds, never values: it may be logged.</summary>
/// <param name="Path">JSON pointer to the place in the arguments; empty for the whole.</param>
/// <param name="From">What was there: a kind of JSON, <c>text</c>, or the name that was written.</param>
/// <param name="To">What is there now: a kind of JSON, or the declared name.</param>
/// <param name="Rung">How it was mended.</param>
public sealed record Mend(string Path, string From, string To, MendRung Rung);
