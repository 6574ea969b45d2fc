using Axle.Workflows.Expressions.Syntax;
using Axle.Workflows.Expressions.Values;

namespace Axle.Workflows.Expressions.Nodes;

internal sealed class ComparisonNode(TokenKind sign, ExpressionNode left, ExpressionNode right, int position)
    : ExpressionNode(position, Math.Max(left.Depth, right.Depth))
{
    public override IReadOnlyList<ExpressionNode> Children => [left, right];

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        var a = left.Evaluate(ref evaluation);
        var b = right.Evaluate(ref evaluation);
        ChargeReading(ref evaluation, a);
        ChargeReading(ref evaluation, b);
        return ExpressionValue.Of(sign switch
        {
            TokenKind.Equal => Comparison.AreEqual(a, b),
            TokenKind.NotEqual => !Comparison.AreEqual(a, b),
            TokenKind.Greater => Comparison.IsGreater(a, b),
            TokenKind.GreaterOrEqual => Comparison.AreEqual(a, b) || Comparison.IsGreater(a, b),
            TokenKind.Less => Comparison.IsLess(a, b),
            _ => Comparison.AreEqual(a, b) || Comparison.IsLess(a, b),
        });
    }

    private static void ChargeReading(ref Evaluation evaluation, in ExpressionValue value)
    {
        if (value.Kind == ExpressionKind.String)
        {
            evaluation.Read(value.RawText);
        }
    }
}
