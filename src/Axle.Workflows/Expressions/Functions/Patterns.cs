using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Axle.Workflows.Expressions.Functions;

/// <summary>Regular expressions, made once and kept: they run in time linear in the text, whatever the pattern.</summary>
internal static class Patterns
{
    private const int MaxLength = 1000;
    private const int MaxKept = 256;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);
    private static readonly ConcurrentDictionary<string, Regex> Kept = new(StringComparer.Ordinal);

    public static Regex Get(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var regex))
        {
            return regex;
        }

        if (Kept.Count >= MaxKept)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd(pattern, Make);
    }

    private static Regex Make(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            throw ExpressionException.Evaluation($"A regular expression has at most {MaxLength} characters.");
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout);
        }
        catch (ArgumentException exception)
        {
            throw ExpressionException.Evaluation($"'{pattern}' is no regular expression.", exception.Message, exception);
        }
        catch (NotSupportedException exception)
        {
            throw ExpressionException.Evaluation(
                $"The regular expression '{pattern}' cannot be used.",
                "It is too large, or uses backreferences, lookarounds or atomic groups, which cannot run in linear time.",
                exception);
        }
    }
}
