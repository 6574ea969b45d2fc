using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Validation;

/// <summary>An expression of a file with its surroundings, kept until all steps are known.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Root">The value that holds it, perhaps deep inside.</param>
/// <param name="Pointer">JSON Pointer from there to the text that holds it.</param>
/// <param name="Start">Index in that text at which the expression begins.</param>
/// <param name="Place">What it may read.</param>
/// <param name="Scope">The list of steps it belongs to; null outside of steps.</param>
/// <param name="StepIndex">The step of that list; -1 when it belongs to none.</param>
internal readonly record struct UsedExpression(
    Expression Expression, Node Root, string Pointer, int Start, ExpressionPlace Place, StepScope? Scope, int StepIndex)
{
    /// <summary>The text that holds it.</summary>
    public Node Text => NodeJson.Find(Root, Pointer);

    /// <summary>Offset in the file of a position in the expression.</summary>
    public int Locate(SourceText source, int position) => ScalarPlaces.Locate(source, Text, Start + Math.Max(0, position));
}
