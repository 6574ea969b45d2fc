namespace Axle.Workflows.Expressions.Nodes;

/// <summary>A root context; one that the scope does not have reads as null.</summary>
internal sealed class ContextNode(string name, int position) : ExpressionNode(position, 0)
{
    public string Name { get; } = name;

    public override ExpressionValue Evaluate(ref Evaluation evaluation)
    {
        evaluation.Step();
        return evaluation.Scope.TryGetContext(Name, out var value) ? value : ExpressionValue.Null;
    }
}
