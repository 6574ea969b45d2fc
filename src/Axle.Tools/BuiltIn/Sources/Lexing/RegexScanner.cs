using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds regular expression literals between slashes.</summary>
internal static class RegexScanner
{
    private const int Longest = 2000;

    /// <summary>The end of the literal with its flags; the position itself when none starts there.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        if (cursor.Text[position] != '/' || !cursor.Has(LexicalTraits.RegexLiterals) || !IsOperandExpected(cursor, position))
        {
            return position;
        }

        string text = cursor.Text;
        bool inClass = false;
        int limit = Math.Min(text.Length, position + Longest);
        for (int at = position + 1; at < limit && text[at] != '\n'; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass && at > position + 1:
                    return Flags(text, at + 1);
            }
        }

        return position;
    }

    private static int Flags(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetter(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool IsOperandExpected(LexicalCursor cursor, int position)
    {
        if (cursor.Previous is not { } previous)
        {
            return true;
        }

        string text = cursor.Text;
        char last = text[previous.End - 1];
        char next = position + 1 < text.Length ? text[position + 1] : '\n';
        return previous.Kind switch
        {
            TokenKind.Keyword => !(previous.Is(text, "this") || previous.Is(text, "super") || previous.Is(text, "self") || previous.Is(text, "end")),
            // "puts /x/" against "a / b": a word, a space, and no space after the slash.
            TokenKind.Identifier => !cursor.Has(LexicalTraits.Jsx) && previous.End < position && !char.IsWhiteSpace(next) && next != '='
                && text[previous.Offset] is not ('$' or '@')
                && !(previous.Offset > 0 && (text[previous.Offset - 1] is '$' or '@')),
            TokenKind.Number or TokenKind.Literal => false,
            _ when last is ')' or ']' => false,
            _ when last == '}' => cursor.IsFirstOnLine(position),
            _ when cursor.Has(LexicalTraits.Jsx) => last != '<' && next != '>',
            _ => true,
        };
    }
}
