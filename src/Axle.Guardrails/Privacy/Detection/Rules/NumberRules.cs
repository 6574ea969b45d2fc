namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Finds what consists of digits: cards, phones, social security numbers, dates, and identity numbers where words announce them.</summary>
internal static class NumberRules
{
    private const int MostCharacters = 48;
    private const int MostGroups = 8;

    /// <summary>Adds what it finds.</summary>
    public static void Find(string text, List<PersonalDataSpan> into)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!CanStart(text, i))
                continue;
            var groups = Groups(text, i, out var end);
            Judge(text, groups, into);
            i = Math.Max(i, end - 1);
        }
    }

    private static bool CanStart(string text, int i)
    {
        var c = text[i];
        if (i > 0 && (char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '$' or '€' or '£'))
            return false;
        return char.IsAsciiDigit(c) || (c is '+' or '(' && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '+'));
    }

    // Groups of digits with the signs inside them; blanks part groups.
    private static List<(int Start, int End)> Groups(string text, int start, out int end)
    {
        var groups = new List<(int, int)>();
        end = start;
        var at = start;
        while (at < text.Length && at - start < MostCharacters && groups.Count < MostGroups)
        {
            var groupStart = at;
            while (at < text.Length && at - start < MostCharacters && IsInside(text, at))
                at++;
            var groupEnd = at;
            while (groupEnd > groupStart && text[groupEnd - 1] is '-' or '.' or '/' or '+' or '(' or ':')
                groupEnd--;
            if (groupEnd == groupStart)
                break;
            groups.Add((groupStart, groupEnd));
            end = groupEnd;
            if (groupEnd != at || at >= text.Length || text[at] is not (' ' or '\u00A0')
                || at + 1 >= text.Length || !(char.IsAsciiDigit(text[at + 1]) || text[at + 1] is '('))
                break;
            at++;
        }

        return groups;
    }

    private static bool IsInside(string text, int at)
    {
        var c = text[at];
        if (char.IsAsciiDigit(c) || c is '+' or '(')
            return true;
        if (at + 1 >= text.Length)
            return c == ')' && char.IsAsciiDigit(text[at - 1]);
        return c switch
        {
            ')' => true,
            '-' or '.' or '/' or ':' or '\u2011' => char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '(',
            'x' or 'X' => char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]) && at - 4 >= 0 && char.IsAsciiDigit(text[at - 4]),
            _ => false,
        };
    }

    private static void Judge(string text, List<(int Start, int End)> groups, List<PersonalDataSpan> into)
    {
        for (var first = 0; first < groups.Count;)
        {
            var taken = 0;
            for (var last = groups.Count - 1; last >= first; last--)
            {
                var (start, end) = (groups[first].Start, groups[last].End);
                if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
                    continue;
                if (NumberJudge.Judge(text, start, end) is not { } span)
                    continue;
                into.Add(span);
                taken = last - first + 1;
                break;
            }

            first += Math.Max(1, taken);
        }
    }
}
