namespace Axle.Workflows.Definition.Source;

/// <summary>
/// Finds where a character of a value stands in the file. The value was unquoted, unescaped and folded; this walks both side by side.
/// Exact for plain, quoted and literal texts; in folded texts spaces at line ends count as one break.
/// </summary>
internal static class ScalarPlaces
{
    /// <summary>Offset in the file of a character of the node's text.</summary>
    public static int Locate(SourceText source, Node node, int index)
    {
        if (node.Kind is NodeKind.List or NodeKind.Mapping || index <= 0 && node.Style is TextStyle.Plain)
            return node.Offset;
        var text = source.Text;
        var at = SkipProperties(text, node.Offset);
        return node.Style switch
        {
            TextStyle.Literal or TextStyle.Folded => InBlock(text, at, node.Text, index, node.Style == TextStyle.Folded),
            TextStyle.Plain => InLine(text, at, node.Text, index, node.Style),
            _ => InLine(text, at + 1, node.Text, index, node.Style),
        };
    }

    /// <summary>Moves over an anchor and a tag in front of the value.</summary>
    private static int SkipProperties(string text, int at)
    {
        while (at < text.Length && text[at] is '&' or '!')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
        }

        return at;
    }

    private static int InLine(string text, int at, string value, int index, TextStyle style)
    {
        for (var i = 0; i < index && at < text.Length;)
        {
            if (text[at] == '\\' && style == TextStyle.DoubleQuoted)
            {
                i += Escape(text, ref at);
                continue;
            }

            if (BreakAhead(text, at))
            {
                i += Fold(text, ref at, value, i);
                continue;
            }

            at += style == TextStyle.SingleQuoted && text[at] == '\'' ? 2 : 1;
            i++;
        }

        return at;
    }

    /// <summary>Moves over an escape; gives the number of characters it stands for.</summary>
    private static int Escape(string text, ref int at)
    {
        var letter = at + 1 < text.Length ? text[at + 1] : ' ';
        if (letter is '\r' or '\n')
        {
            at++;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            return 0;
        }

        var isLong = letter == 'U';
        var isPair = isLong && at + 5 < text.Length && text.AsSpan(at + 2, 4) is not "0000";
        at += letter switch { 'x' => 4, 'u' => 6, 'U' => 10, _ => 2 };
        return isPair ? 2 : 1;
    }

    private static bool BreakAhead(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return at < text.Length && text[at] is '\r' or '\n';
    }

    /// <summary>Moves over white space with line breaks; gives the number of characters of the value that it became.</summary>
    private static int Fold(string text, ref int at, string value, int i)
    {
        var breaks = 0;
        for (; at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n'; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
                breaks++;
        }

        var became = 0;
        while (became < Math.Max(1, breaks - 1) && i + became < value.Length && value[i + became] is ' ' or '\n')
            became++;
        return Math.Max(1, became);
    }

    private static int InBlock(string text, int at, string value, int index, bool folded)
    {
        at = NextLine(text, at);
        var valueStart = 0;
        while (valueStart < value.Length && value[valueStart] == '\n')
            valueStart++;
        var indent = FirstIndent(text, at) - (value.AsSpan(valueStart).IndexOfAnyExcept(' ') is var spaces and > 0 ? spaces : 0);
        for (var i = 0; at < text.Length;)
        {
            var end = text.AsSpan(at).IndexOfAny('\r', '\n') is var length and >= 0 ? at + length : text.Length;
            var content = Math.Min(at + indent, end);
            if (index - i <= end - content)
                return content + index - i;
            i += end - content;
            at = NextLine(text, at);
            // In a folded text a single break became a space, and of n empty lines n breaks are left.
            if (i < value.Length && (value[i] == '\n' || (folded && value[i] == ' ')))
                i++;
        }

        return text.Length;
    }

    private static int FirstIndent(string text, int at)
    {
        while (at < text.Length)
        {
            var spaces = text.AsSpan(at).IndexOfAnyExcept(' ');
            if (spaces >= 0 && text[at + spaces] is not ('\r' or '\n'))
                return spaces;
            at = NextLine(text, at);
        }

        return 0;
    }

    private static int NextLine(string text, int at)
    {
        var end = text.IndexOf('\n', at);
        return end < 0 ? text.Length : end + 1;
    }
}
