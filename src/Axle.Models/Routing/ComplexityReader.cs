using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>
/// Tells how hard a question is from its text alone: its length, words that ask for reasoning, the number of demands, code, tools. Cheap on purpose; what it
/// cannot see, the quality floors and the caller's own floor must allow for.
/// </summary>
internal static partial class ComplexityReader
{
    private const int LongPrompt = 6_000;
    private const int LongQuestion = 600;
    private const int ShortQuestion = 160;
    private const int ManyDemands = 4;
    private const int ManyTools = 6;

    /// <summary>Characters of a question that are looked at for code and demands.</summary>
    private const int MostRead = 16_000;

    private static readonly SearchValues<string> Reasoning = SearchValues.Create(
        [
            "step by step", "prove", "derive", "trade-off", "tradeoff", "architecture", "root cause", "in depth", "in detail", "analyse", "analyze",
            "evaluate", "critique", "compare", "strategy", "design a", "plan for", "optimi", "reason about", "explain why", "implications", "diagnos",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the last question and what surrounds it.</summary>
    public static QueryComplexity Read(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        try
        {
            return ReadWithin(messages, options);
        }
        catch (RegexMatchTimeoutException)
        {
            // What takes so long to look at is no simple question; and a machine that is so busy should not fail for it.
            return QueryComplexity.Complex;
        }
    }

    private static QueryComplexity ReadWithin(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var question = "";
        var length = options?.Instructions?.Length ?? 0;
        foreach (var message in messages)
        {
            var text = message.Text;
            length += text.Length;
            if (message.Role == ChatRole.User && text.Length > 0)
                question = text;
        }

        var head = question.AsSpan(0, Math.Min(question.Length, MostRead));
        if (Code().IsMatch(head))
            return QueryComplexity.Code;
        var points = (length > LongPrompt ? 2 : 0) + (question.Length > LongQuestion ? 1 : 0) +
            (question.AsSpan().ContainsAny(Reasoning) ? 2 : 0) + (Demands().Count(head) >= ManyDemands ? 1 : 0) +
            (options?.Tools?.Count >= ManyTools ? 1 : 0);
        if (points >= 2)
            return QueryComplexity.Complex;
        return points == 0 && question.Length <= ShortQuestion && options?.Tools is not { Count: > 0 } ? QueryComplexity.Simple : QueryComplexity.Standard;
    }

    // A fence, a stack trace, a file of source, or a wish for code.
    [GeneratedRegex(
        @"```|^\s*(at \w+[\w.<>]*\(|def \w+\(|class \w+[\s:({]|public |private |func \w+\(|import \w|#include|SELECT\s.+\sFROM\s)|" +
        @"\b\w+\.(cs|ts|tsx|js|py|java|go|rs|cpp|sql|sh)\b|" +
        @"\b(write|fix|refactor|debug|implement|review|port|unit[- ]test)\b.{0,60}\b(code|function|method|class|script|query|regex|endpoint|bug|api|test|program|module)s?\b|" +
        @"\b(stack ?trace|compile[rd]?|exception|segfault|null reference|regex|sql query)\b",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Code();

    [GeneratedRegex(@"\?|^\s*(?:[-*•]|\d+[.)])\s", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 200)]
    private static partial Regex Demands();
}
