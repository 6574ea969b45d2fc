namespace Axle.Guardrails.Input.Model;

/// <summary>What can be counted of a piece without reading it.</summary>
/// <param name="Length">Binary logarithm of its length.</param>
/// <param name="Shouted">Words in capitals: none, one, two, more, many (0 to 4).</param>
/// <param name="Foreign">Letters beyond ASCII: none, few, some, most (0 to 3).</param>
/// <param name="Shape">Sentence, question, row, code, or address (0 to 4).</param>
internal readonly record struct Traits(int Length, int Shouted, int Foreign, int Shape)
{
    /// <summary>Counts.</summary>
    public static Traits Of(ReadOnlySpan<char> text)
    {
        var (letters, capitals, run, shouted, foreign, bars, signs, blanks) = (0, 0, 0, 0, 0, 0, 0, 0);
        foreach (var unit in text)
        {
            if (char.IsAsciiLetterUpper(unit))
                run++;
            else
            {
                shouted += run >= 4 && !char.IsAsciiLetterLower(unit) ? 1 : 0;
                run = 0;
            }

            letters += char.IsLetter(unit) ? 1 : 0;
            capitals += char.IsAsciiLetterUpper(unit) ? 1 : 0;
            foreign += unit > 127 ? 1 : 0;
            bars += unit is '|' or '\t' ? 1 : 0;
            blanks += unit == ' ' ? 1 : 0;
            signs += unit is '{' or '}' or '(' or ')' or ';' or '=' or '<' or '>' or '_' ? 1 : 0;
        }

        shouted += run >= 4 ? 1 : 0;
        var length = Math.Max(1, text.Length);
        var shape = bars >= 2 ? 2 : signs * 12 > length ? 3 : blanks < 2 ? 4 : text.TrimEnd("\"' \n").EndsWith("?") ? 1 : 0;
        return new Traits(
            Math.Min(12, (int)Math.Log2(length)),
            shouted > 8 ? 4 : Math.Min(3, shouted),
            foreign == 0 ? 0 : foreign * 10 < length ? 1 : foreign * 2 < length ? 2 : 3,
            letters == 0 ? 4 : shape);
    }
}
