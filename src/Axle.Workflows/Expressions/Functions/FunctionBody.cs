using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>What a function does. Evaluates the arguments it needs; their count was checked when the expression was parsed.</summary>
internal delegate ExpressionValue FunctionBody(ref Evaluation evaluation, ExpressionNode[] arguments);
