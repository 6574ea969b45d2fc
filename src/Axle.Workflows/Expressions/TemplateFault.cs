namespace Axle.Workflows.Expressions;

/// <summary>A faulty expression in a template.</summary>
/// <param name="Path">JSON Pointer (RFC 6901) of the string that holds it; empty for the template's root.</param>
/// <param name="Offset">Offset of the fault in that string, from 0.</param>
/// <param name="Fault">What is wrong; its position counts from the start of the expression.</param>
public sealed record TemplateFault(string Path, int Offset, ExpressionFault Fault);
