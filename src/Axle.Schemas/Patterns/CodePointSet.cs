using System.Globalization;
using System.Text;

namespace Axle.Schemas.Patterns;

/// <summary>
/// A character class. .NET matches UTF-16 units where ECMA-262 with the <c>u</c> flag matches code points, so what lies above
/// U+FFFF is written as alternatives of surrogate pairs.
/// </summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;
    private const int LastUnit = 0xFFFF;
    private const string SurrogateUnits = @"\uD800-\uDFFF";

    private readonly List<(int First, int Last)> _ranges = [];
    private readonly StringBuilder _categories = new();

    public static CodePointSet Digits => new CodePointSet().Add('0', '9');

    public static CodePointSet WordCharacters => new CodePointSet().Add('0', '9').Add('A', 'Z').Add('_', '_').Add('a', 'z');

    /// <summary>WhiteSpace and LineTerminator of ECMA-262.</summary>
    public static CodePointSet Spaces => new CodePointSet().Add(9, 13).Add(' ', ' ').Add(0xA0, 0xA0).Add(0x1680, 0x1680)
        .Add(0x2000, 0x200A).Add(0x2028, 0x2029).Add(0x202F, 0x202F).Add(0x205F, 0x205F).Add(0x3000, 0x3000).Add(0xFEFF, 0xFEFF);

    public static CodePointSet LineEnds => new CodePointSet().Add(10, 10).Add(13, 13).Add(0x2028, 0x2029);

    public CodePointSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public CodePointSet Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        _categories.Append(other._categories);
        return this;
    }

    /// <summary>Adds a Unicode category as .NET writes it, for example <c>\p{L}</c>. Only units up to U+FFFF are in it.</summary>
    public CodePointSet AddCategory(string category)
    {
        _categories.Append(category);
        return this;
    }

    /// <summary>All code points that are not in this set, which must have no categories.</summary>
    public CodePointSet Complement()
    {
        var rest = new CodePointSet();
        foreach (var (first, last) in Gaps(0, Last))
        {
            rest.Add(first, last);
        }

        return rest;
    }

    /// <summary>The set as a .NET pattern that matches one code point.</summary>
    public string ToPattern(bool negated = false)
    {
        var units = new StringBuilder(_categories.ToString());
        foreach (var (first, last) in _ranges.Where(range => range.First <= LastUnit))
        {
            AppendUnits(units, first, Math.Min(last, LastUnit));
        }

        var alternatives = new List<string>();
        if (negated)
        {
            alternatives.Add($"[^{units}{SurrogateUnits}]");
        }
        else if (units.Length > 0)
        {
            alternatives.Add($"[{units}]");
        }

        var pairs = negated ? Gaps(LastUnit + 1, Last) : _ranges.Where(range => range.Last > LastUnit);
        foreach (var (first, last) in pairs)
        {
            AppendPairs(alternatives, Math.Max(first, LastUnit + 1), last);
        }

        return alternatives.Count switch
        {
            0 => @"[^\0-\uFFFF]",
            1 => $"(?:{alternatives[0]})",
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    private static void AppendUnits(StringBuilder units, int first, int last)
    {
        // Halves of surrogate pairs are not code points: a range that spans them leaves them out.
        foreach (var (from, to) in new[] { (first, Math.Min(last, 0xD7FF)), (Math.Max(first, 0xE000), last) })
        {
            if (from <= to)
            {
                units.Append(CultureInfo.InvariantCulture, $@"\u{from:X4}-\u{to:X4}");
            }
        }
    }

    private static void AppendPairs(List<string> alternatives, int first, int last)
    {
        while (first <= last)
        {
            var (high, low) = Parts(first);
            var (lastHigh, lastLow) = Parts(last);
            if (low == 0xDC00 && (lastHigh > high || lastLow == 0xDFFF))
            {
                var wholeHigh = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
                alternatives.Add(string.Create(CultureInfo.InvariantCulture, $@"[\u{high:X4}-\u{wholeHigh:X4}][\uDC00-\uDFFF]"));
                first = 0x10000 + ((wholeHigh + 1 - 0xD800) << 10);
                continue;
            }

            var end = high == lastHigh ? lastLow : 0xDFFF;
            alternatives.Add(string.Create(CultureInfo.InvariantCulture, $@"\u{high:X4}[\u{low:X4}-\u{end:X4}]"));
            first += end - low + 1;
        }
    }

    private static (int High, int Low) Parts(int codePoint) =>
        (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private IEnumerable<(int First, int Last)> Gaps(int from, int to)
    {
        foreach (var (first, last) in _ranges.OrderBy(range => range.First))
        {
            if (first > from)
            {
                yield return (from, Math.Min(first - 1, to));
            }

            from = Math.Max(from, last + 1);
            if (from > to)
            {
                yield break;
            }
        }

        yield return (from, to);
    }
}
