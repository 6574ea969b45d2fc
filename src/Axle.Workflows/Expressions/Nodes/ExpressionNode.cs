namespace Axle.Workflows.Expressions.Nodes;

/// <summary>A part of an expression's tree. Immutable.</summary>
internal abstract class ExpressionNode(int position, int depthBelow)
{
    /// <summary>Offset in the expression's text, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>Levels of this part's tree, itself included.</summary>
    public int Depth { get; } = depthBelow + 1;

    public virtual IReadOnlyList<ExpressionNode> Children => [];

    public abstract ExpressionValue Evaluate(ref Evaluation evaluation);

    protected static int DeepestOf(IReadOnlyList<ExpressionNode> nodes)
    {
        var deepest = 0;
        foreach (var node in nodes)
        {
            deepest = Math.Max(deepest, node.Depth);
        }

        return deepest;
    }
}
