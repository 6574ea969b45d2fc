using System.Diagnostics.CodeAnalysis;
using Axle.Workflows.Expressions.Nodes;
using Axle.Workflows.Expressions.Syntax;

namespace Axle.Workflows.Expressions;

/// <summary>An expression of the workflow language: parsed once, immutable, safe to evaluate from many threads.</summary>
/// <remarks>
/// The semantics are those of GitHub Actions expressions. Limits: 21,000 characters, 50 levels; evaluation has an
/// <see cref="ExpressionBudget"/>.
/// </remarks>
public sealed class Expression
{
    private readonly ExpressionNode _root;
    private readonly IReadOnlyList<CallNode> _calls;

    private Expression(string text, ExpressionNode root)
    {
        Text = text;
        _root = root;
        (References, _calls) = ReferenceWalk.Collect(root);
        UsesStatusFunction = _calls.Any(call => call.Function.IsStatus);
    }

    /// <summary>The text as given, without <c>${{ }}</c>.</summary>
    public string Text { get; }

    /// <summary>Every place where a context is read, in the order of the text.</summary>
    public IReadOnlyList<ContextReference> References { get; }

    /// <summary>
    /// Whether the text calls <c>success() failure() always()</c> or <c>cancelled()</c>; a condition that does not
    /// is meant to hold only while all went well.
    /// </summary>
    public bool UsesStatusFunction { get; }

    /// <summary>Whether the text is a single literal (or blank), so that its value is always the same.</summary>
    public bool IsConstant => _root is LiteralNode;

    internal ExpressionNode Root => _root;

    /// <summary>Parses a text without <c>${{ }}</c>. A blank text is an expression whose value is null.</summary>
    /// <exception cref="ExpressionException">Of kind lexing or parsing: the text is no expression.</exception>
    public static Expression Parse(string text) => Parse(text, null);

    /// <summary>As <see cref="Parse(string)"/>, and refuses root contexts other than the given ones.</summary>
    public static Expression Parse(string text, IReadOnlyCollection<string>? roots)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Expression(text, Parser.Parse(text, roots));
    }

    /// <summary>Parses a text without <c>${{ }}</c>; says what is wrong instead of throwing.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out ExpressionFault? fault)
    {
        try
        {
            expression = Parse(text);
            fault = null;
            return true;
        }
        catch (ExpressionException exception)
        {
            expression = null;
            fault = exception.Fault;
            return false;
        }
    }

    /// <summary>
    /// Parses a condition, in which <c>${{ }}</c> around the whole is optional. Positions of faults and references count
    /// from the start of the expression itself, which is <see cref="Text"/>.
    /// </summary>
    /// <exception cref="ExpressionException">The text is no expression, is blank, or only part of it stands in <c>${{ }}</c>.</exception>
    public static Expression ParseCondition(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var inner = trimmed;
        if (TemplateText.IndexOfOpening(trimmed) is var open and >= 0)
        {
            var close = TemplateText.FindClosing(trimmed, open);
            if (open > 0 || close != trimmed.Length - TemplateText.Closing.Length)
            {
                // GitHub reads such a text as a string, which always holds; nobody means that.
                throw new ExpressionException(new ExpressionFault(
                    ExpressionFaultKind.Parsing, $"The condition mixes text and ${{{{ }}}}: {trimmed}", open, "Put the whole condition into one ${{ }}, or leave it away."));
            }

            inner = trimmed[TemplateText.Opening.Length..close];
        }

        return string.IsNullOrWhiteSpace(inner)
            ? throw new ExpressionException(ExpressionFaultKind.Parsing, "The condition is empty.", 0)
            : Parse(inner);
    }

    /// <summary>Evaluates in a scope. Contexts that the scope does not have read as null.</summary>
    /// <param name="scope">What the expression may see.</param>
    /// <param name="budget">How much it may do; <see cref="ExpressionBudget.Default"/> when null.</param>
    /// <exception cref="ExpressionException">Of kind evaluation: there is no value for this input, or the budget is spent.</exception>
    public ExpressionValue Evaluate(IExpressionScope scope, ExpressionBudget? budget = null)
    {
        var evaluation = new Evaluation(scope, budget);
        return _root.Evaluate(ref evaluation);
    }

    /// <summary>
    /// What can be known to be wrong before anything runs: root contexts that do not exist, and constant arguments that a
    /// function cannot take (a format with missing arguments, a text that is no duration, a broken regular expression, ...).
    /// </summary>
    /// <param name="roots">The root contexts that exist where the expression stands.</param>
    public IReadOnlyList<ExpressionFault> Check(IReadOnlyCollection<string> roots)
    {
        var faults = new List<ExpressionFault>();
        foreach (var reference in References)
        {
            if (!roots.Contains(reference.Root, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add(Parser.UnknownContext(reference.Root, reference.Position, Text, roots));
            }
        }

        faults.AddRange(CheckConstants());
        return [.. faults.OrderBy(fault => fault.Position)];
    }

    /// <summary>The constant arguments that a function cannot take: the part of <see cref="Check"/> that needs no roots.</summary>
    internal IEnumerable<ExpressionFault> CheckConstants() => _calls.Count == 0 ? [] : _calls
        .Select(call => (call.Position, Message: call.Function.CheckConstants?.Invoke(call.Arguments)))
        .Where(static found => found.Message is not null)
        .OrderBy(static found => found.Position)
        .Select(static found => new ExpressionFault(ExpressionFaultKind.Evaluation, found.Message!, found.Position));

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    internal ExpressionValue Evaluate(ref Evaluation evaluation) => _root.Evaluate(ref evaluation);
}
