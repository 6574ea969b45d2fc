namespace Axle.Workflows.Expressions;

/// <summary>How much one evaluation may do before it ends with an evaluation error.</summary>
public sealed record ExpressionBudget
{
    /// <summary>The limits that hold when none are given.</summary>
    public static ExpressionBudget Default { get; } = new();

    /// <summary>GitHub's own limit of 1 MiB at two bytes a character.</summary>
    public static ExpressionBudget GitHub { get; } = new() { MaxTextLength = 524_288 };

    /// <summary>
    /// Work units: one for each part of the expression and each item looked at, and one for every 4,096 characters read.
    /// A search by regular expression costs 500, and one for every 16 characters.
    /// </summary>
    public int MaxSteps { get; init; } = 400_000;

    /// <summary>Characters of text that may be produced in all, parts that are thrown away again included; an item of a list counts 4.</summary>
    public int MaxTextLength { get; init; } = 10_000_000;

    /// <summary>
    /// Bytes of JSON that a template may take over as they are, in all: lists and objects that its expressions only name. Nothing is computed
    /// for these, so they count neither as work nor as text.
    /// </summary>
    public int MaxCarried { get; init; } = 64 * 1024 * 1024;
}
