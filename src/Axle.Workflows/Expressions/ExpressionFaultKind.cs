namespace Axle.Workflows.Expressions;

/// <summary>The stage at which an expression failed.</summary>
public enum ExpressionFaultKind
{
    /// <summary>The text holds characters that form no token.</summary>
    Lexing,

    /// <summary>The tokens form no expression, or name a function or context that does not exist.</summary>
    Parsing,

    /// <summary>The expression is well formed but has no value for this input, or its budget is spent.</summary>
    Evaluation,
}
