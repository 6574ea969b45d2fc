using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Literals with a chosen delimiter: Perl <c>q{...}</c> and <c>s/a/b/</c>, Ruby <c>%w(...)</c>, Elixir <c>~r/.../</c>.</summary>
internal static class DelimitedScanner
{
    /// <summary>The end of the literal; the position itself when none starts there.</summary>
    public static int End(LexicalCursor cursor, int position, StringSyntax syntax)
    {
        string text = cursor.Text;
        int at = position + syntax.Open.Length;
        bool spaced = at < text.Length && text[at] == ' ' && char.IsAsciiLetter(syntax.Open[0]);
        while (spaced && at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (at >= text.Length || !IsDelimiter(text, at, spaced, syntax) || IsName(cursor, position, at))
        {
            return position;
        }

        int end = PartEnd(cursor, at);
        if (end > 0 && syntax.Form == StringForm.DelimitedTwice)
        {
            end = SecondPart(cursor, at, end);
        }

        if (end < 0)
        {
            cursor.Failures++;
            return position;
        }

        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool IsDelimiter(string text, int at, bool spaced, StringSyntax syntax)
    {
        char c = text[at];
        bool word = char.IsLetterOrDigit(c) || c == '_' || char.IsWhiteSpace(c);
        bool ambiguous = c is ',' or ';' or ')' or ']' or '}' or '>' || (c == '=' && (syntax.Open is "s" or "y" or "m" or "q"))
            || (c == '=' && at + 1 < text.Length && (text[at + 1] is '>' or '=' or '~'));
        return !word && !ambiguous && (!spaced || c is '{' or '(' or '[' or '/' or '<' or '|' or '!');
    }

    // "{s}" as a hash key, "$s{x}", "->s(...)", "sub y {" and "y => 1" are names, not literals.
    private static bool IsName(LexicalCursor cursor, int position, int at)
    {
        string text = cursor.Text;
        if (!char.IsAsciiLetter(text[position]))
        {
            // Ruby: "x %w" is a modulo after an operand.
            return text[position] == '%' && cursor.Previous is { } operand && operand.End == position
                && (operand.Kind is TokenKind.Identifier or TokenKind.Number || text[operand.Offset] is ')' or ']');
        }

        if (cursor.Failures > StringScanner.AllowedFailures)
        {
            return true;
        }

        char before = position > 0 ? text[position - 1] : '\n';
        bool sigil = before is '$' or '@' or '%' or '&' or ':' or '_' or '-' || char.IsLetterOrDigit(before);
        bool called = cursor.Previous is { } previous && (previous.Is(text, "->") || previous.Is(text, "sub") || (previous.Is(text, "{") && text[at] == '}'));
        return sigil || called;
    }

    private static int SecondPart(LexicalCursor cursor, int open, int end)
    {
        string text = cursor.Text;
        if (Closing(text[open]) == text[open])
        {
            return PartEnd(cursor, end - 1);
        }

        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end < text.Length ? PartEnd(cursor, end) : -1;
    }

    private static int PartEnd(LexicalCursor cursor, int open)
    {
        string text = cursor.Text;
        char opening = text[open];
        char closing = Closing(opening);
        int depth = 1;
        for (int at = open + 1; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\')
            {
                at++;
            }
            else if (c == closing)
            {
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
            else if (c == opening)
            {
                depth++;
            }
        }

        return -1;
    }

    private static char Closing(char open) => open switch { '(' => ')', '[' => ']', '{' => '}', '<' => '>', _ => open };
}
