namespace Axle.Workflows.Expressions;

/// <summary>A place where an expression reads a context.</summary>
/// <param name="Root">The context's name as written, for example <c>steps</c>; compare without regard to letter case.</param>
/// <param name="Path">
/// The constant keys and indexes that follow, for example <c>["lint", "output"]</c>; ends before the first part that is
/// only known at run time (a computed index or <c>*</c>).
/// </param>
/// <param name="Position">Offset of the root in the expression's text, from 0.</param>
public sealed record ContextReference(string Root, IReadOnlyList<string> Path, int Position)
{
    /// <summary>The reference as it would be written: <c>steps.lint.output</c>.</summary>
    public override string ToString() => Path.Count == 0 ? Root : Root + "." + string.Join('.', Path);
}
