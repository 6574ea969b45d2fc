using System.Globalization;

namespace Axle.Guardrails.Privacy.Detection.Tagging;

/// <summary>Cuts a text into tokens. What rules found is one token each.</summary>
internal static class Tokenizer
{
    /// <summary>The tokens in order.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="found">What rules found: in order, without overlap.</param>
    public static List<TextToken> Split(string text, IReadOnlyList<PersonalDataSpan> found)
    {
        var tokens = new List<TextToken>(text.Length / 4 + 4);
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            if (next < found.Count && at >= found[next].Start)
            {
                var span = found[next++];
                if (span.End > at)
                {
                    tokens.Add(new TextToken(at, span.End, TokenKind.Masked, span.Type));
                    at = span.End;
                }

                continue;
            }

            var c = text[at];
            if (c == '\n')
                tokens.Add(new TextToken(at, ++at, TokenKind.Line));
            else if (char.IsWhiteSpace(c) || char.IsControl(c))
                at++;
            else
                at = Add(tokens, text, at, next < found.Count ? found[next].Start : text.Length);
        }

        return tokens;
    }

    private static int Add(List<TextToken> tokens, string text, int start, int limit)
    {
        var end = start;
        var letters = 0;
        var digits = 0;
        while (end < limit && IsInside(text, start, end, limit))
        {
            if (char.IsDigit(text[end]))
                digits++;
            else if (char.IsLetter(text[end]) || char.IsSurrogate(text[end]))
                letters++;
            end++;
        }

        if (end == start)
        {
            tokens.Add(new TextToken(start, start + 1, TokenKind.Sign));
            return start + 1;
        }

        tokens.Add(new TextToken(start, end, letters == 0 ? TokenKind.Number : digits == 0 ? TokenKind.Word : TokenKind.Mixed));
        return end;
    }

    private static bool IsInside(string text, int start, int at, int limit)
    {
        var c = text[at];
        if (IsWordCharacter(c))
            return true;
        if (at == start || at + 1 >= limit)
            return false;
        // A sign binds only what stands on both its sides: O'Neil, 5/11/1993, 438.812.1525; not the s of a genitive.
        var before = text[at - 1];
        var after = text[at + 1];
        return c switch
        {
            '\'' or '\u2019' => char.IsLetter(before) && char.IsLetter(after) && !IsGenitive(text, at + 1, limit),
            '-' or '.' or '/' or ':' => char.IsDigit(before) && char.IsDigit(after),
            _ => false,
        };
    }

    private static bool IsGenitive(string text, int at, int limit) =>
        text[at] is 's' or 'S' or 't' or 'm' && (at + 1 >= limit || !IsWordCharacter(text[at + 1]));

    private static bool IsWordCharacter(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
