using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds string and character literals.</summary>
internal static class StringScanner
{
    /// <summary>How many literals of one file may lack an end before long searches stop.</summary>
    internal const int AllowedFailures = 8;

    private const int DeepestHole = 8;
    private const int LongestEscape = 12;

    /// <summary>The end of the literal that starts at the position; the position itself when none does.</summary>
    /// <param name="cursor">The text.</param>
    /// <param name="position">Where to look.</param>
    /// <param name="depth">How many holes of other literals it stands in.</param>
    public static int End(LexicalCursor cursor, int position, int depth)
    {
        var candidates = cursor.Plan.StringsAt(cursor.Text[position]);
        if (candidates is null || IsOperator(cursor, position))
        {
            return position;
        }

        foreach (var syntax in candidates)
        {
            int end = cursor.At(position, syntax.Open) ? EndOf(cursor, position, syntax, depth) : position;
            if (end > position)
            {
                return Math.Min(end, cursor.Text.Length);
            }
        }

        return position;
    }

    private static int EndOf(LexicalCursor cursor, int position, StringSyntax syntax, int depth) => syntax.Form switch
    {
        StringForm.Character => CharacterEnd(cursor, position, syntax),
        StringForm.HashFence => FenceScanner.HashEnd(cursor, position, syntax.Open),
        StringForm.QuoteFence => FenceScanner.QuoteEnd(cursor, position),
        StringForm.NamedFence => FenceScanner.NamedEnd(cursor, position, syntax.Open),
        StringForm.LongBracket => FenceScanner.LongBracketEnd(cursor, position),
        StringForm.Delimited or StringForm.DelimitedTwice => DelimitedScanner.End(cursor, position, syntax),
        StringForm.RestOfLine => cursor.EndOfLine(position),
        StringForm.OneCharacter => OneCharacterEnd(cursor, position, syntax),
        _ => PlainEnd(cursor, position, syntax, depth),
    };

    private static bool IsOperator(LexicalCursor cursor, int position)
    {
        char c = cursor.Text[position];
        if (c != '\'' || cursor.Previous is not { } previous || previous.End != position)
        {
            return false;
        }

        char last = cursor.Text[previous.End - 1];
        bool operand = previous.Kind is TokenKind.Identifier or TokenKind.Number || last is ')' or ']' or '}' or '\'';
        return (cursor.Has(LexicalTraits.QuoteAfterOperandIsOperator) && operand)
            || (cursor.Has(LexicalTraits.Jsx) && previous.Kind is TokenKind.Identifier);
    }

    private static int PlainEnd(LexicalCursor cursor, int position, StringSyntax syntax, int depth)
    {
        string text = cursor.Text;
        bool hurried = syntax.Multiline && cursor.Failures > AllowedFailures;
        bool lines = syntax.Multiline && !hurried;
        char first = syntax.Close[0];
        for (int at = position + syntax.Open.Length; at < text.Length; at++)
        {
            char c = text[at];
            if (c == first && cursor.At(at, syntax.Close))
            {
                if (!syntax.Doubled || !cursor.At(at + syntax.Close.Length, syntax.Close))
                {
                    return at + syntax.Close.Length;
                }

                at += (2 * syntax.Close.Length) - 1;
            }
            else if (syntax.Hole is not null && c == syntax.Hole[0] && cursor.At(at, syntax.Hole))
            {
                at = HoleEnd(cursor, at, syntax, lines, depth);
            }
            else if (c == syntax.Escape && c != '\0')
            {
                at++;
            }
            else if (c == '\n' && !lines)
            {
                return at;
            }
        }

        return Unclosed(cursor, position, lines);
    }

    // A literal over several lines that nothing closes is more likely a misread quote: it ends with its line.
    private static int Unclosed(LexicalCursor cursor, int position, bool lines)
    {
        if (!lines)
        {
            return cursor.Text.Length;
        }

        cursor.Failures++;
        return cursor.EndOfLine(position);
    }

    // Gives the offset of the hole's closing bracket, or of the last character before the place where the literal must end.
    private static int HoleEnd(LexicalCursor cursor, int position, StringSyntax syntax, bool lines, int depth)
    {
        string text = cursor.Text;
        string hole = syntax.Hole!;
        int at = position + hole.Length;
        if (hole == "{" && at < text.Length && text[at] == '{')
        {
            return at;
        }

        if (depth >= DeepestHole || cursor.Failures > AllowedFailures)
        {
            return position + hole.Length - 1;
        }

        char open = hole[^1];
        char close = open == '(' ? ')' : '}';
        for (int level = 1; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\n' && !lines)
            {
                cursor.Failures++;
                return at - 1;
            }

            int skipped;
            if (c == close && --level == 0)
            {
                return at;
            }

            level += c == open ? 1 : 0;
            if (IsQuote(c) && (skipped = End(cursor, at, depth + 1)) > at && (lines || !text.AsSpan(at, skipped - at).Contains('\n')))
            {
                at = skipped - 1;
            }
        }

        cursor.Failures++;
        return position + hole.Length - 1;
    }

    private static bool IsQuote(char c) => c is '"' or '\'' or '`' or '$' or '@';

    private static int CharacterEnd(LexicalCursor cursor, int position, StringSyntax syntax)
    {
        string text = cursor.Text;
        int at = position + syntax.Open.Length;
        if (at >= text.Length || text[at] is '\n' or '\'')
        {
            return position;
        }

        if (text[at] == syntax.Escape && syntax.Escape != '\0')
        {
            int from = Math.Min(text.Length, at + 2);
            int close = text.IndexOf(syntax.Close[0], from, Math.Min(LongestEscape, text.Length - from));
            return close < 0 || text.AsSpan(at, close - at).Contains('\n') ? position : close + 1;
        }

        at += char.IsHighSurrogate(text[at]) ? 2 : 1;
        return at < text.Length && text[at] == syntax.Close[0] ? at + 1 : position;
    }

    private static int OneCharacterEnd(LexicalCursor cursor, int position, StringSyntax syntax)
    {
        string text = cursor.Text;
        int at = position + syntax.Open.Length;
        if (at >= text.Length || char.IsWhiteSpace(text[at]))
        {
            return position;
        }

        bool afterWord = position > 0 && (cursor.Plan.IsWord(text[position - 1]) || text[position - 1] is ')' or ']' or '}');
        bool question = syntax.Open == "?";
        if (question && (afterWord || (at + 1 < text.Length && cursor.Plan.IsWord(text[at + 1]) && text[at] != '\\')))
        {
            return position;
        }

        if (text[at] == '\\' && syntax.Escape == '\\' && at + 1 < text.Length && (syntax.Open is "?" or "$"))
        {
            return at + 2;
        }

        // Lisp writes names of characters: "\newline", "#\Space".
        int end = at + 1;
        while (syntax.Open.EndsWith('\\') && char.IsLetter(text[at]) && end < text.Length && char.IsLetterOrDigit(text[end]))
        {
            end++;
        }

        return end;
    }
}
