namespace Axle.Workflows.Expressions.Values;

/// <summary>A list of ready values.</summary>
internal sealed class ListArray(IReadOnlyList<ExpressionValue> items) : IExpressionArray
{
    public int Count => items.Count;

    public ExpressionValue this[int index] => items[index];
}
