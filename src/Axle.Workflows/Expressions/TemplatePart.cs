namespace Axle.Workflows.Expressions;

/// <summary>An expression in a template, and where it stands.</summary>
/// <param name="Path">JSON Pointer (RFC 6901) of the string that holds it; empty for the template's root.</param>
/// <param name="Offset">Offset in that string at which the expression's text begins, from 0.</param>
/// <param name="Expression">The expression.</param>
public sealed record TemplatePart(string Path, int Offset, Expression Expression);
