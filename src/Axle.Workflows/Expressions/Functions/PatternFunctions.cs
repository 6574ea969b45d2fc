using System.Text;
using System.Text.RegularExpressions;
using Axle.Workflows.Expressions.Nodes;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Functions that search text: match and replace by regular expression, split by a plain text.</summary>
internal static class PatternFunctions
{
    // Measured: a hostile pattern reads about 500 characters a millisecond, and takes milliseconds to build. With these
    // prices the default budget of 100,000 steps is spent in a few seconds at worst.
    private const int StepsPerSearch = 500;
    private const int CharactersPerStep = 16;

    public static IReadOnlyList<ExpressionFunction> All { get; } =
    [
        new("match(text, pattern)", 2, 2,
            "The first match of a regular expression as a list: the whole match, then its groups; null when nothing matches. Letter case matters.",
            Match) { CheckConstants = CheckPattern },
        new("replace(text, pattern, replacement)", 3, 3,
            "The text with every match of a regular expression replaced; $1 or ${name} in the replacement stand for groups, $$ for a dollar sign.",
            Replace) { CheckConstants = CheckPattern },
        new("split(text, separator)", 2, 2, "The parts of a text between the separators, as a list; letter case matters.", Split),
    ];

    private static ExpressionValue Match(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var (text, pattern) = Arguments(ref evaluation, arguments);
        try
        {
            var match = pattern.Match(text);
            return match.Success ? Groups(match, ref evaluation) : ExpressionValue.Null;
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(exception);
        }
    }

    private static ExpressionValue Groups(Match match, ref Evaluation evaluation)
    {
        var groups = new List<ExpressionValue>(match.Groups.Count);
        foreach (Group group in match.Groups)
        {
            evaluation.Produce(group.Length + Evaluation.ItemLength);
            groups.Add(group.Success ? ExpressionValue.Of(group.Value) : ExpressionValue.Null);
        }

        return ExpressionValue.Of(groups);
    }

    private static ExpressionValue Replace(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var (text, pattern) = Arguments(ref evaluation, arguments);
        var replacement = arguments[2].Evaluate(ref evaluation).ToText();
        // A single match can produce at most this much, and does so before it can be charged.
        var most = replacement.Length + (replacement.Count(c => c == '$') * (long)text.Length);
        var result = new StringBuilder();
        var done = 0;
        try
        {
            for (var match = pattern.Match(text); match.Success; match = match.NextMatch())
            {
                evaluation.Step();
                CheckRoom(ref evaluation, most);
                var part = match.Result(replacement);
                evaluation.Produce(match.Index - done + part.Length);
                result.Append(text, done, match.Index - done).Append(part);
                done = match.Index + match.Length;
            }
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(exception);
        }

        evaluation.Produce(text.Length - done);
        return ExpressionValue.Of(result.Append(text, done, text.Length - done).ToString());
    }

    private static void CheckRoom(ref Evaluation evaluation, long characters)
    {
        if (characters > evaluation.TextLeft)
        {
            evaluation.Produce(characters);
        }
    }

    private static ExpressionValue Split(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var text = arguments[0].Evaluate(ref evaluation).ToText();
        var separator = arguments[1].Evaluate(ref evaluation).ToText();
        if (separator.Length == 0)
        {
            throw ExpressionException.Evaluation("split() takes a separator of at least one character.");
        }

        evaluation.Read(text);
        evaluation.Produce(text.Length);
        var parts = new List<ExpressionValue>();
        var start = 0;
        for (var end = 0; end >= 0; start = end + separator.Length)
        {
            evaluation.Step();
            evaluation.Produce(Evaluation.ItemLength);
            end = text.IndexOf(separator, start, StringComparison.Ordinal);
            parts.Add(ExpressionValue.Of(end < 0 ? text[start..] : text[start..end]));
        }

        return ExpressionValue.Of(parts);
    }

    private static (string Text, Regex Pattern) Arguments(ref Evaluation evaluation, ExpressionNode[] arguments)
    {
        var text = arguments[0].Evaluate(ref evaluation).ToText();
        var pattern = arguments[1].Evaluate(ref evaluation).ToText();
        evaluation.Step(StepsPerSearch + (text.Length / CharactersPerStep));
        return (text, Patterns.Get(pattern));
    }

    private static string? CheckPattern(IReadOnlyList<ExpressionNode> arguments)
    {
        if (arguments[1] is not LiteralNode pattern)
        {
            return null;
        }

        try
        {
            Patterns.Get(pattern.Value.ToText());
            return null;
        }
        catch (ExpressionException exception)
        {
            return exception.Message;
        }
    }

    private static ExpressionException TooSlow(RegexMatchTimeoutException exception) =>
        ExpressionException.Evaluation("The regular expression takes too long on this text.", "Simplify it or shorten the text.", exception);
}
