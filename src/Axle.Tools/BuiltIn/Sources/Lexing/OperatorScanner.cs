namespace Axle.Tools.BuiltIn.Sources.Lexing;

/// <summary>Finds the longest operator.</summary>
internal static class OperatorScanner
{
    private static readonly string[]?[] ByFirst = Index(
        "&&= ||= ??= <<= >>= **= === !== <=> ... ..< ..= ->> <-> |>> " +
        "&& || ?? => -> :: == != <= >= += -= *= /= %= ^= |= &= ?. ++ -- << .. |> <- := ** =~ !~ ~= ?: <> /. !! .= <$> <*> >>=");

    /// <summary>The end of the operator at the position: 1 to 3 characters.</summary>
    public static int End(LexicalCursor cursor, int position)
    {
        char first = cursor.Text[position];
        foreach (string candidate in first < 128 ? ByFirst[first] ?? [] : [])
        {
            if (cursor.At(position, candidate))
            {
                return position + candidate.Length;
            }
        }

        return position + 1;
    }

    private static string[]?[] Index(string operators)
    {
        var index = new string[]?[128];
        foreach (string op in operators.Split(' ', StringSplitOptions.RemoveEmptyEntries).OrderByDescending(o => o.Length))
        {
            index[op[0]] = [.. index[op[0]] ?? [], op];
        }

        return index;
    }
}
