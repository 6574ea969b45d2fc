using System.Globalization;
using System.Text;

namespace Axle.Schemas.Patterns;

/// <summary>
/// Writes one pattern of ECMA-262 (<c>u</c> flag) as a .NET pattern. Grammar: ECMA-262, "Patterns"; more lenient in one point:
/// a backslash before any sign that is no letter or digit stands for that sign, because schemas in the wild write <c>\-</c>.
/// </summary>
internal sealed class PatternTranslation(string source)
{
    private const string InWord = "[0-9A-Za-z_]";
    private const string WordEdge = $"(?:(?<={InWord})(?!{InWord})|(?<!{InWord})(?={InWord}))";
    private const string NoWordEdge = $"(?:(?<={InWord})(?={InWord})|(?<!{InWord})(?!{InWord}))";

    private static readonly string[] GroupStarts = ["(?:", "(?=", "(?!", "(?<=", "(?<!"];

    private readonly StringBuilder _output = new();
    private int _at;

    private bool AtEnd => _at >= source.Length;

    /// <summary>Translates the whole pattern.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public string Translate()
    {
        while (!AtEnd)
        {
            switch (source[_at])
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    Class();
                    break;
                case '(':
                    Group();
                    break;
                case '.':
                    _at++;
                    _output.Append(CodePointSet.LineEnds.ToPattern(negated: true));
                    break;
                case '$':
                    // The .NET "$" also matches before a last line break.
                    _at++;
                    _output.Append(@"\z");
                    break;
                default:
                    Literal();
                    break;
            }
        }

        return _output.ToString();
    }

    private void Literal()
    {
        if (_at + 1 < source.Length && char.IsSurrogatePair(source[_at], source[_at + 1]))
        {
            _output.Append("(?:").Append(source, _at, 2).Append(')');
            _at += 2;
            return;
        }

        _output.Append(source[_at++]);
    }

    private void Group()
    {
        if (_at + 1 >= source.Length || source[_at + 1] != '?')
        {
            _output.Append('(');
            _at++;
            return;
        }

        if (GroupStarts.FirstOrDefault(start => string.CompareOrdinal(source, _at, start, 0, start.Length) == 0) is { } known)
        {
            _output.Append(known);
            _at += known.Length;
            return;
        }

        var end = source.IndexOf('>', _at);
        var name = end > _at + 3 && source[_at + 2] == '<' ? source[(_at + 3)..end] : "";
        if (!IsName(name))
        {
            throw new ArgumentException($"the group at character {_at} starts with an unknown sign; known are (?: (?= (?! (?<= (?<! (?<name>");
        }

        _output.Append("(?<").Append(name).Append('>');
        _at = end + 1;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_');

    private void Escape()
    {
        var letter = _at + 1 < source.Length ? source[_at + 1] : throw new ArgumentException("it ends with a backslash");
        if (letter is 'b' or 'B')
        {
            _at += 2;
            _output.Append(letter == 'b' ? WordEdge : NoWordEdge);
        }
        else if (letter == 'k')
        {
            var end = source.IndexOf('>', _at);
            var name = end > _at + 3 && source[_at + 2] == '<' ? source[(_at + 3)..end] : "";
            _output.Append(IsName(name) ? $@"\k<{name}>" : throw new ArgumentException(@"\k must be followed by a group's name: \k<name>"));
            _at = end + 1;
        }
        else if (letter is >= '1' and <= '9')
        {
            var start = ++_at;
            while (!AtEnd && char.IsAsciiDigit(source[_at]))
            {
                _at++;
            }

            _output.Append(@"\k<").Append(source, start, _at - start).Append('>');
        }
        else
        {
            _output.Append((Shorthand() ?? Single(CodePoint())).ToPattern());
        }
    }

    private static CodePointSet Single(int codePoint) => new CodePointSet().Add(codePoint, codePoint);

    /// <summary>Reads an escape that stands for many code points, such as <c>\d</c>; null (and nothing read) when there is none.</summary>
    private CodePointSet? Shorthand()
    {
        if (source[_at] != '\\' || _at + 1 >= source.Length)
        {
            return null;
        }

        var letter = source[_at + 1];
        if (letter is 'p' or 'P')
        {
            var end = source.IndexOf('}', _at);
            var name = end > _at + 3 && source[_at + 2] == '{' ? source[(_at + 3)..end]
                : throw new ArgumentException(@"\p must be followed by a category: \p{L}");
            _at = end + 1;
            return Category(name, letter == 'P');
        }

        var set = letter switch
        {
            'd' => CodePointSet.Digits,
            'D' => CodePointSet.Digits.Complement(),
            'w' => CodePointSet.WordCharacters,
            'W' => CodePointSet.WordCharacters.Complement(),
            's' => CodePointSet.Spaces,
            'S' => CodePointSet.Spaces.Complement(),
            _ => null,
        };
        _at += set is null ? 0 : 2;
        return set;
    }

    private static CodePointSet Category(string name, bool negated)
    {
        var plain = name switch
        {
            "Any" => new CodePointSet().Add(0, 0x10FFFF),
            "ASCII" => new CodePointSet().Add(0, 0x7F),
            "White_Space" or "space" => CodePointSet.Spaces,
            _ => null,
        };
        if (plain is not null)
        {
            return negated ? plain.Complement() : plain;
        }

        var category = UnicodeCategories.Find(name);
        return negated
            ? new CodePointSet().AddCategory($@"\P{{{category}}}").Add(0x10000, 0x10FFFF)
            : new CodePointSet().AddCategory($@"\p{{{category}}}");
    }

    private void Class()
    {
        var start = _at++;
        var negated = !AtEnd && source[_at] == '^';
        _at += negated ? 1 : 0;
        var set = new CodePointSet();
        while (true)
        {
            if (AtEnd)
            {
                throw new ArgumentException($"the class that starts at character {start} has no ]");
            }

            if (source[_at] == ']')
            {
                _at++;
                break;
            }

            ClassMember(set);
        }

        _output.Append(set.ToPattern(negated));
    }

    private void ClassMember(CodePointSet set)
    {
        if (Shorthand() is { } shorthand)
        {
            set.Add(shorthand);
            return;
        }

        var first = CodePoint();
        if (_at + 1 >= source.Length || source[_at] != '-' || source[_at + 1] == ']')
        {
            set.Add(first, first);
            return;
        }

        var dash = _at++;
        if (Shorthand() is { } afterDash)
        {
            set.Add(first, first).Add('-', '-').Add(afterDash);
            return;
        }

        var last = CodePoint();
        set.Add(first, last >= first ? last : throw new ArgumentException($"the range at character {dash} runs backwards"));
    }

    /// <summary>Reads one code point, escaped or not.</summary>
    private int CodePoint()
    {
        if (source[_at] != '\\')
        {
            var plain = _at + 1 < source.Length && char.IsSurrogatePair(source, _at) ? char.ConvertToUtf32(source, _at) : source[_at];
            _at += plain > char.MaxValue ? 2 : 1;
            return plain;
        }

        var letter = _at + 1 < source.Length ? source[_at + 1] : throw new ArgumentException("it ends with a backslash");
        _at += 2;
        switch (letter)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case 'b': return '\b';
            case '0' when AtEnd || !char.IsAsciiDigit(source[_at]): return 0;
            case 'c' when !AtEnd && char.IsAsciiLetter(source[_at]): return source[_at++] % 32;
            case 'x': return Hex(2);
            case 'u': return UnicodeEscape();
        }

        return char.IsAsciiLetterOrDigit(letter)
            ? throw new ArgumentException($"\\{letter} at character {_at - 2} has no meaning; write {letter} without the backslash")
            : letter;
    }

    private int UnicodeEscape()
    {
        if (!AtEnd && source[_at] == '{')
        {
            var end = source.IndexOf('}', _at);
            var digits = end < 0 ? "" : source[(_at + 1)..end];
            _at = end + 1;
            return int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 0x10FFFF
                ? value
                : throw new ArgumentException(@"\u{…} must hold a code point in hexadecimal digits, 10FFFF at most");
        }

        var unit = Hex(4);
        if (char.IsHighSurrogate((char)unit) && string.CompareOrdinal(source, _at, @"\u", 0, 2) == 0)
        {
            var back = _at;
            _at += 2;
            var low = Hex(4);
            if (char.IsLowSurrogate((char)low))
            {
                return char.ConvertToUtf32((char)unit, (char)low);
            }

            _at = back;
        }

        return unit;
    }

    private int Hex(int digits)
    {
        var text = _at + digits <= source.Length ? source.AsSpan(_at, digits) : "";
        _at += digits;
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ArgumentException($"\\{(digits == 2 ? 'x' : 'u')} must be followed by {digits} hexadecimal digits");
    }
}
