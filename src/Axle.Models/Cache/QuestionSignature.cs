using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Axle.Models.Cache;

/// <summary>
/// What in a question must be equal, word for word, before another may have its answer: numbers, names, quoted passages, identifiers, negations and
/// words that have an opposite, in their order. Vectors are blind to these: "before 2019" and "not before 2020" lie close together.
/// </summary>
internal static class QuestionSignature
{
    private const string Quotes = "\"“”„«»`";

    private static readonly FrozenSet<string> Turning = FrozenSet.ToFrozenSet(
        [
            // Negations and exceptions.
            "not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without", "cannot", "except", "unless", "only", "all", "any", "every", "some",
            "nicht", "kein", "keine", "keinen", "ohne", "nie", "nur", "pas", "sans", "jamais", "aucun", "sin", "nunca",
            // Numbers in words.
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "hundred", "thousand", "million",
            "first", "second", "third", "last", "next", "previous", "half", "double", "twice", "once",
            // Words whose opposite stands in the same sentences.
            "before", "after", "above", "below", "under", "over", "up", "down", "left", "right", "in", "out", "on", "off", "from", "to", "into", "start", "stop",
            "end", "begin", "min", "max", "minimum", "maximum", "least", "most", "less", "more", "fewer", "lower", "higher", "low", "high", "small", "large",
            "smallest", "largest", "short", "long", "old", "new", "older", "newer", "oldest", "newest", "earliest", "latest", "increase", "decrease", "raise",
            "reduce", "add", "remove", "create", "delete", "insert", "enable", "disable", "allow", "deny", "accept", "reject", "open", "close", "opened",
            "closed", "true", "false", "yes", "import", "export", "input", "output", "read", "write", "encrypt", "decrypt", "encode", "decode", "buy", "sell",
            "best", "worst", "good", "bad", "advantages", "disadvantages", "pros", "cons", "positive", "negative", "safe", "unsafe", "legal", "illegal",
            "male", "female", "man", "woman", "today", "tomorrow", "yesterday", "day", "week", "month", "year", "why", "when", "where", "who", "how",
        ],
        StringComparer.Ordinal);

    /// <summary>The signature, as text.</summary>
    public static string Of(string question)
    {
        var signature = new StringBuilder();
        var beginsSentence = true;
        for (var at = 0; at < question.Length;)
        {
            var letter = question[at];
            if (Quotes.Contains(letter, StringComparison.Ordinal) && EndOfQuote(question, at) is var close and > 0)
            {
                Append(signature, question[(at + 1)..close]);
                (at, beginsSentence) = (close + 1, false);
            }
            else if (char.IsLetterOrDigit(letter) || letter == '_')
            {
                var end = EndOfWord(question, at);
                AddWord(signature, question[at..end], beginsSentence);
                (at, beginsSentence) = (end, false);
            }
            else
            {
                if (letter is '.' or '!' or '?' or ':' or '\n')
                    beginsSentence = true;
                else if (letter is '-' or '+' or '<' or '>' or '=' or '%' or '*' or '/' or '^' or '€' or '$' or '£' && !IsHyphen(question, at))
                    Append(signature, letter.ToString());
                at++;
            }
        }

        return signature.ToString();
    }

    private static void AddWord(StringBuilder signature, string word, bool beginsSentence)
    {
        var plain = word.ToLowerInvariant();
        var isName = word.Any(char.IsDigit) || word.AsSpan(1).ContainsAny(Marks) || word.Skip(1).Any(char.IsUpper) ||
            (char.IsUpper(word[0]) && !beginsSentence && word != "I");
        if (isName)
            Append(signature, word);
        else if (Turning.Contains(plain) || plain.EndsWith("n't", StringComparison.Ordinal) || plain.EndsWith("n’t", StringComparison.Ordinal))
            Append(signature, plain);
        else if (plain.StartsWith("non", StringComparison.Ordinal) || plain.StartsWith("un", StringComparison.Ordinal))
            Append(signature, plain);
    }

    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create("._/\\@#:");

    private static void Append(StringBuilder signature, string part) => signature.Append(part).Append('\u001f');

    private static int EndOfQuote(string text, int open)
    {
        var close = open + 1;
        while (close < text.Length && !Quotes.Contains(text[close], StringComparison.Ordinal))
            close++;
        return close < text.Length ? close : -1;
    }

    // A word goes on over the marks of paths, versions, addresses and short forms when a letter or digit follows.
    private static int EndOfWord(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length)
        {
            if (char.IsLetterOrDigit(text[end]) || text[end] == '_' || char.GetUnicodeCategory(text[end]) == UnicodeCategory.NonSpacingMark)
                end++;
            else if (end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]) && text[end] is '.' or ',' or '\'' or '’' or '/' or '\\' or '@' or '#' or ':')
                end += 2;
            else
                break;
        }

        return end;
    }

    private static bool IsHyphen(string text, int at) =>
        text[at] == '-' && at > 0 && at + 1 < text.Length && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1]);
}
