namespace Axle.Workflows.Expressions;

/// <summary>What is wrong with an expression, and where.</summary>
/// <param name="Kind">The stage that found it.</param>
/// <param name="Message">What is wrong, in the words of GitHub Actions where it has words for it.</param>
/// <param name="Position">Offset in the expression's text, from 0; -1 when the fault has no place.</param>
/// <param name="Advice">How to mend it; null when the message says it all.</param>
public sealed record ExpressionFault(ExpressionFaultKind Kind, string Message, int Position, string? Advice = null)
{
    /// <summary>Message and advice as one text.</summary>
    public string FullMessage => Advice is null ? Message : $"{Message} {Advice}";
}
