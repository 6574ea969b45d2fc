using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds the end of numbers.</summary>
internal static class NumberScanner
{
    /// <summary>The end of the number that starts at the position.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        string text = cursor.Text;
        int at = position + 1;
        bool hex = text[position] == '0' && at < text.Length && (text[at] is 'x' or 'X');
        for (; at < text.Length; at++)
        {
            char c = text[at];
            char next = at + 1 < text.Length ? text[at + 1] : '\0';
            bool part = char.IsAsciiLetterOrDigit(c) || c == '_'
                || (c == '.' && char.IsAsciiDigit(next))
                || ((c is '+' or '-') && !hex && (text[at - 1] is 'e' or 'E') && char.IsAsciiDigit(next))
                || (c == '\'' && cursor.Has(LexicalTraits.QuoteInNumbers) && char.IsAsciiHexDigit(next));
            if (!part)
            {
                break;
            }
        }

        return at;
    }
}
