namespace Axle.Guardrails.Privacy.Detection;

/// <summary>Personal data in a text.</summary>
/// <param name="Start">First character, in UTF-16 units.</param>
/// <param name="End">After the last character.</param>
/// <param name="Type">One of <see cref="PersonalDataTypes"/>, or the name of a pattern of one's own.</param>
/// <param name="Score">How sure, 0 to 1; 1 is a checksum that holds.</param>
/// <param name="Reason">What told it: <c>checksum</c>, <c>form</c>, <c>context</c>, <c>known-key</c>, <c>pattern</c> or <c>model</c>.</param>
public sealed record PersonalDataSpan(int Start, int End, string Type, double Score, string Reason);
