namespace Axle.Guardrails.Input.Model;

/// <summary>
/// Cuts a text into pieces in which an instruction can stand alone: sentences, lines, values of data; neighbours in twos; and stretches of some hundred
/// characters. Without that, an instruction in a long document would drown.
/// </summary>
internal static class Pieces
{
    private const int Shortest = 8;
    private const int LongestUnit = 800;
    private const int LongestPair = 500;
    private const int Stretch = 700;

    /// <summary>Characters of a prompt from which on it is also read in stretches.</summary>
    private const int LongPrompt = 1600;

    private const int PromptStretch = 1200;

    /// <summary>Pieces of a text from a tool, a page or a document.</summary>
    public static void OfDocument(ReadOnlySpan<char> text, List<Range> pieces)
    {
        var units = new List<(int Start, int End)>();
        AddUnits(text, units);
        var stretchStart = 0;
        for (var i = 0; i < units.Count; i++)
        {
            var (start, end) = units[i];
            if (end - start >= Shortest)
                pieces.Add(start..end);
            if (i > 0 && end - units[i - 1].Start <= LongestPair)
                pieces.Add(units[i - 1].Start..end);
            if (i - stretchStart >= 2 && (end - units[stretchStart].Start > Stretch || i == units.Count - 1))
            {
                pieces.Add(units[stretchStart].Start..end);
                stretchStart = (stretchStart + i + 1) / 2;
            }
        }
    }

    /// <summary>Pieces of a prompt: the whole of it, and stretches when it is long.</summary>
    public static void OfPrompt(ReadOnlySpan<char> text, List<Range> pieces)
    {
        pieces.Add(0..Math.Min(text.Length, Features.MaxLetters));
        if (text.Length <= LongPrompt)
            return;
        for (var start = 0; start < text.Length; start += PromptStretch * 3 / 4)
        {
            pieces.Add(start..Math.Min(text.Length, start + PromptStretch));
            if (start + PromptStretch >= text.Length)
                break;
        }
    }

    /// <summary>What kind of text it is.</summary>
    public static Surroundings KindOf(ReadOnlySpan<char> text)
    {
        var (bars, signs, quotes, lines) = (0, 0, 0, 1);
        foreach (var unit in text)
        {
            bars += unit is '|' or '\t' ? 1 : 0;
            signs += unit is ';' or '(' or ')' or '=' ? 1 : 0;
            quotes += unit is '"' or '\'' or '{' or '}' ? 1 : 0;
            lines += unit == '\n' ? 1 : 0;
        }

        var trimmed = text.TrimStart("\"' \n");
        return bars > 3 && bars > lines ? Surroundings.Table
            : (trimmed.StartsWith("{") || trimmed.StartsWith("[")) && quotes > 3 ? Surroundings.Data
            : signs * 25 > text.Length || text.Contains("```", StringComparison.Ordinal) ? Surroundings.Code
            : Surroundings.Prose;
    }

    private static void AddUnits(ReadOnlySpan<char> text, List<(int Start, int End)> units)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsEnd(text, i) && i - start < LongestUnit)
                continue;
            Add(text, start, i + 1, units);
            start = i + 1;
        }

        Add(text, start, text.Length, units);
    }

    private static bool IsEnd(ReadOnlySpan<char> text, int at)
    {
        var next = at + 1 < text.Length ? text[at + 1] : '\n';
        var before = at > 0 ? text[at - 1] : '\n';
        return text[at] switch
        {
            '\n' => true,
            '.' or '!' or '?' => char.IsWhiteSpace(next) || next is '"' or '\'',
            // Quotes around a value of data; an apostrophe has letters on both sides.
            '"' or '\'' => next is ',' or ':' or '}' or ']' || before is ',' or ':' or '{' or '[' || (before == ' ' && at > 1 && text[at - 2] is ',' or ':'),
            '\\' => next is 'n',
            _ => false,
        };
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, List<(int Start, int End)> units)
    {
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] is ',' or '"' or '\'' or ':' or '{' or '}' or '[' or ']'))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        if (end > start)
            units.Add((start, end));
    }
}
