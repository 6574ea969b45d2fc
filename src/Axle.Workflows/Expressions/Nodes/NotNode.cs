namespace Axle.Workflows.Expressions.Nodes;

internal sealed class NotNode(ExpressionNode operand, int position) : ExpressionNode(position, operand.Depth)
{
    public override IReadOnlyList<ExpressionNode> Children => [operand];

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        return ExpressionValue.Of(!operand.Evaluate(ref evaluation).IsTruthy);
    }
}
