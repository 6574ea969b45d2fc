namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Literals whose closing depends on how they were opened. Each method gives the position itself when none starts there.</summary>
internal static class FenceScanner
{
    private const int LongestFence = 64;

    /// <summary>Rust <c>r##"..."##</c> and Swift <c>#"..."#</c>; <paramref name="prefix"/> is the opening up to the first <c>#</c>, which
    /// it may include.</summary>
    public static int HashEnd(LexicalCursor cursor, int position, string prefix)
    {
        string text = cursor.Text;
        int at = position + prefix.TrimEnd('#').Length;
        int hashes = Count(text, at, '#');
        at += hashes;
        if (hashes == 0 || at >= text.Length || text[at] != '"')
        {
            return position;
        }

        return Close(cursor, position, at + 1, "\"" + new string('#', hashes));
    }

    /// <summary>C# raw strings: at least three quotes, after any number of <c>$</c>.</summary>
    public static int QuoteEnd(LexicalCursor cursor, int position)
    {
        string text = cursor.Text;
        int at = position + Count(text, position, '$');
        int quotes = Count(text, at, '"');
        return quotes < 3 ? position : Close(cursor, position, at + quotes, new string('"', quotes));
    }

    /// <summary>C++ <c>R"name( ... )name"</c>; <paramref name="open"/> is the prefix with the quote.</summary>
    public static int NamedEnd(LexicalCursor cursor, int position, string open)
    {
        int at = position + open.Length;
        int paren = cursor.Text.IndexOf('(', at, Math.Min(17, cursor.Text.Length - at));
        return paren < 0 ? position : Close(cursor, position, paren + 1, ")" + cursor.Text[at..paren] + "\"");
    }

    /// <summary>Lua <c>[==[ ... ]==]</c>.</summary>
    public static int LongBracketEnd(LexicalCursor cursor, int position)
    {
        string text = cursor.Text;
        if (position >= text.Length || text[position] != '[')
        {
            return position;
        }

        int level = Count(text, position + 1, '=');
        int second = position + 1 + level;
        return second < text.Length && text[second] == '['
            ? Close(cursor, position, second + 1, "]" + new string('=', level) + "]")
            : position;
    }

    private static int Close(LexicalCursor cursor, int position, int from, string close)
    {
        if (cursor.Failures > StringScanner.AllowedFailures)
        {
            return position;
        }

        int end = cursor.Text.IndexOf(close, from, StringComparison.Ordinal);
        if (end < 0)
        {
            cursor.Failures++;
            return cursor.EndOfLine(position);
        }

        end += close.Length;
        while (close[0] == '"' && close[^1] == '"' && end < cursor.Text.Length && cursor.Text[end] == '"')
        {
            end++;
        }

        return end;
    }

    private static int Count(string text, int at, char c)
    {
        int start = at;
        while (at < text.Length && text[at] == c && at - start < LongestFence)
        {
            at++;
        }

        return at - start;
    }
}
