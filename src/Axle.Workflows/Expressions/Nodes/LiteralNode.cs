namespace Axle.Workflows.Expressions.Nodes;

internal sealed class LiteralNode(ExpressionValue value, int position) : ExpressionNode(position, 0)
{
    public ExpressionValue Value { get; } = value;

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        return Value;
    }
}
