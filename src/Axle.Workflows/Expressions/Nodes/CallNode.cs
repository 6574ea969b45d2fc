using Axle.Workflows.Expressions.Functions;

namespace Axle.Workflows.Expressions.Nodes;

/// <summary>A function call. The function evaluates its own arguments, so that those it does not need cost nothing.</summary>
internal sealed class CallNode(ExpressionFunction function, ExpressionNode[] arguments, int position)
    : ExpressionNode(position, DeepestOf(arguments))
{
    public ExpressionFunction Function => function;

    public ExpressionNode[] Arguments => arguments;

    public override IReadOnlyList<ExpressionNode> Children => arguments;

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        try
        {
            return function.Body(ref evaluation, arguments);
        }
        catch (ExpressionException exception) when (exception.Position < 0)
        {
            throw new ExpressionException(exception.Fault with { Position = Position }, exception.InnerException);
        }
    }
}
