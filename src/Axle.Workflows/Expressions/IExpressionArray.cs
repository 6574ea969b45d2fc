namespace Axle.Workflows.Expressions;

/// <summary>A list that expressions can read. Must not change while an expression reads it.</summary>
public interface IExpressionArray
{
    /// <summary>How many items there are.</summary>
    int Count { get; }

    /// <summary>An item, from 0 to <see cref="Count"/> - 1.</summary>
    ExpressionValue this[int index] { get; }
}
