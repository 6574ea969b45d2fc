using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Healing;

/// <summary>
/// Reads the JSON that models write when they slip: in code fences, with single quotes, names without quotes, commas too many or missing, words
/// of Python, comments, braces never closed. What could change the meaning is refused: a text or number cut off at the end, names given twice,
/// unknown escapes, words around the object.
/// </summary>
internal sealed class LooseJsonReader
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int LongestText = 256 * 1024;

    private const int Deepest = 64;

    private readonly string _text;
    private int _at;

    private LooseJsonReader(string text) => _text = text;

    /// <summary>Reads a text.</summary>
    /// <returns>The value; null when it cannot be read without guessing, with the reason.</returns>
    public static JsonNode? Read(string text, out string problem)
    {
        problem = "";
        if (text.Length > LongestText)
        {
            problem = $"the text has {text.Length} characters; at most {LongestText} are mended";
            return null;
        }

        var reader = new LooseJsonReader(WithoutFence(text.Trim().TrimStart('\uFEFF')));
        try
        {
            var value = reader.Value(0);
            reader.End();
            return value;
        }
        catch (FormatException broken)
        {
            problem = $"the text is not JSON: {broken.Message} at character {reader._at + 1}";
            return null;
        }
    }

    private static string WithoutFence(string text)
    {
        if (!text.StartsWith("```", StringComparison.Ordinal))
        {
            return text;
        }

        var end = text.LastIndexOf("```", StringComparison.Ordinal);
        var body = end > 3 ? text[3..end] : text[3..];
        var open = body.AsSpan().IndexOfAny('{', '[', '"');
        return open < 0 || body.AsSpan(0, open).Trim().Length > 12 ? text : body[open..].Trim();
    }

    private JsonNode? Value(int depth)
    {
        if (depth > Deepest)
        {
            throw new FormatException($"more than {Deepest} levels");
        }

        Blank();
        return Peek() switch
        {
            '{' => Object(depth),
            '[' => Array(depth),
            '"' or '\'' => JsonValue.Create(Text()),
            '\0' => throw new FormatException("it ends where a value is expected"),
            _ => Word(),
        };
    }

    private JsonObject Object(int depth)
    {
        var members = new JsonObject();
        _at++;
        while (!Closes('}'))
        {
            var name = Peek() is '"' or '\'' ? Text() : BareName();
            Blank();
            if (Peek() != ':')
            {
                throw new FormatException("a ':' is missing");
            }

            _at++;
            if (members.ContainsKey(name))
            {
                throw new FormatException("a name is given twice");
            }

            members.Add(name, Value(depth + 1));
        }

        return members;
    }

    private JsonArray Array(int depth)
    {
        var items = new JsonArray();
        _at++;
        while (!Closes(']'))
        {
            items.Add(Value(depth + 1));
        }

        return items;
    }

    /// <summary>Passes commas; true at the closing sign, and at the end of the text, where it is missing.</summary>
    private bool Closes(char sign)
    {
        Blank();
        while (Peek() == ',')
        {
            _at++;
            Blank();
        }

        if (Peek() == sign)
        {
            _at++;
            return true;
        }

        return _at >= _text.Length;
    }

    private string Text()
    {
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var sign = _text[_at++];
            if (sign == quote)
            {
                return text.ToString();
            }

            text.Append(sign == '\\' ? Escape() : sign);
        }

        throw new FormatException("a text is cut off");
    }

    private char Escape()
    {
        var sign = _at < _text.Length ? _text[_at++] : '\0';
        if (sign != 'u')
        {
            return sign switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                '"' or '\'' or '\\' or '/' => sign,
                _ => throw new FormatException("an unknown escape; write a backslash as \\\\"),
            };
        }

        if (_at + 4 > _text.Length || !ushort.TryParse(_text.AsSpan(_at, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code))
        {
            throw new FormatException("an unknown escape");
        }

        _at += 4;
        return (char)code;
    }

    private string BareName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '.' or '$'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw new FormatException("a name is expected");
    }

    private JsonValue? Word()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '.' or '+'))
        {
            _at++;
        }

        var word = _text[start.._at];
        if (_at >= _text.Length && start > 0)
        {
            throw new FormatException("a value is cut off");
        }

        switch (word)
        {
            case "true" or "True" or "TRUE":
                return JsonValue.Create(true);
            case "false" or "False" or "FALSE":
                return JsonValue.Create(false);
            case "null" or "None" or "undefined":
                return null;
            default:
                return Number(word);
        }
    }

    private static JsonValue Number(string word)
    {
        try
        {
            return JsonElement.Parse(word) is { ValueKind: JsonValueKind.Number } number
                ? JsonValue.Create(number)!
                : throw new FormatException("a word without quotes");
        }
        catch (JsonException)
        {
            throw new FormatException("a word without quotes");
        }
    }

    private void Blank()
    {
        while (_at < _text.Length)
        {
            if (char.IsWhiteSpace(_text[_at]))
            {
                _at++;
            }
            else if (string.CompareOrdinal(_text, _at, "//", 0, 2) == 0)
            {
                _at = _text.IndexOf('\n', _at) is >= 0 and var end ? end : _text.Length;
            }
            else if (string.CompareOrdinal(_text, _at, "/*", 0, 2) == 0)
            {
                _at = _text.IndexOf("*/", _at, StringComparison.Ordinal) is >= 0 and var end ? end + 2 : _text.Length;
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>After the value only closing signs too many may stand.</summary>
    private void End()
    {
        Blank();
        while (Peek() is '}' or ']' or ',' or ';')
        {
            _at++;
            Blank();
        }

        if (_at < _text.Length)
        {
            throw new FormatException("there is more than one value");
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';
}
