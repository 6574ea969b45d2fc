namespace Axle.Workflows.Expressions.Nodes;

/// <summary><c>&amp;&amp;</c> or <c>||</c> over two or more operands: gives the first that decides, else the last.</summary>
internal sealed class LogicalNode : ExpressionNode
{
    private readonly ExpressionNode[] _operands;
    private readonly bool _isAnd;

    private LogicalNode(bool isAnd, ExpressionNode[] operands, int position)
        : base(position, DeepestOf(operands))
    {
        _isAnd = isAnd;
        _operands = operands;
    }

    public override IReadOnlyList<ExpressionNode> Children => _operands;

    /// <summary>Joins two operands; chains of the same operator become one node, so that they count as one level.</summary>
    public static LogicalNode Join(bool isAnd, ExpressionNode left, ExpressionNode right, int position) =>
        new(isAnd, [.. Operands(isAnd, left), .. Operands(isAnd, right)], position);

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        var result = ExpressionValue.Null;
        foreach (var operand in _operands)
        {
            result = operand.Evaluate(ref evaluation);
            if (result.IsTruthy != _isAnd)
            {
                break;
            }
        }

        return result;
    }

    private static ExpressionNode[] Operands(bool isAnd, ExpressionNode node) =>
        node is LogicalNode logical && logical._isAnd == isAnd ? logical._operands : [node];
}
