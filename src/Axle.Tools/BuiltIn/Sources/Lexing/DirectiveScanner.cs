using Axle.Tools.BuiltIn.Sources.Languages;

namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds preprocessor lines.</summary>
internal static class DirectiveScanner
{
    /// <summary>The end of the directive with its continuation lines; the position itself when none starts there.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        if (cursor.Text[position] != '#' || !cursor.Has(LexicalTraits.Preprocessor) || !cursor.IsFirstOnLine(position))
        {
            return position;
        }

        int end = LineOrComment(cursor, position);
        while (end < cursor.Text.Length && cursor.Text[end] == '\n' && IsContinued(cursor.Text, end))
        {
            end = LineOrComment(cursor, end + 1);
        }

        return end;
    }

    private static bool IsContinued(string text, int end) =>
        text[end - 1] == '\\' || (end > 1 && text[end - 1] == '\r' && text[end - 2] == '\\');

    // A comment that opens on the line ends the directive, because it may go on for several lines.
    private static int LineOrComment(LexicalCursor cursor, int from)
    {
        int end = cursor.EndOfLine(from);
        int comment = cursor.Text.IndexOf("/*", from, end - from, StringComparison.Ordinal);
        int line = cursor.Text.IndexOf(" //", from, end - from, StringComparison.Ordinal);
        int cut = Math.Min(comment < 0 ? end : comment, line < 0 ? end : line);
        return cut > from ? cut : end;
    }
}
