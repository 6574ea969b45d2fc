namespace Axle.Workflows.Expressions.Syntax;

/// <summary>A token: its kind, its text as written, its offset, and for literals the value.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, ExpressionValue Value = default);
