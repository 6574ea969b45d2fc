namespace Axle.Workflows.Expressions.Values;

/// <summary>What <c>*</c> gives: an index on it is applied to every item, and items without that member fall away.</summary>
internal sealed class FilteredArray(List<ExpressionValue> items) : IExpressionArray
{
    public int Count => items.Count;

    public ExpressionValue this[int index] => items[index];
}
