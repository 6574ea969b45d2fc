using System.Globalization;
using System.Numerics;

namespace Axle.Workflows.Definition.Source;

/// <summary>
/// Types of plain scalars by the core schema of YAML 1.2.2, section 10.3.2: <c>no</c>, <c>on</c> and <c>1_000</c> are text,
/// <c>012</c> is twelve.
/// </summary>
internal static class CoreSchema
{
    /// <summary>Makes the node of a plain scalar; numbers get the form that JSON has for them.</summary>
    public static Node Plain(string text, int offset)
    {
        if (text.Length == 0)
            return Scalar(NodeKind.Null, "null");
        return text[0] switch
        {
            '~' or 'n' or 'N' when text is "~" or "null" or "Null" or "NULL" => Scalar(NodeKind.Null, "null"),
            't' or 'T' when text is "true" or "True" or "TRUE" => Scalar(NodeKind.Boolean, "true"),
            'f' or 'F' when text is "false" or "False" or "FALSE" => Scalar(NodeKind.Boolean, "false"),
            '+' or '-' or '.' or (>= '0' and <= '9') when Number(text) is { } number => Scalar(number.Kind, number.Text),
            _ => Scalar(NodeKind.Text, text),
        };

        Node Scalar(NodeKind kind, string value) => Node.Scalar(kind, offset, value, TextStyle.Plain);
    }

    /// <summary>Reads a number; null when the text is none. <c>.inf</c> and <c>.nan</c> stay as they are: JSON has no form for them.</summary>
    public static (NodeKind Kind, string Text)? Number(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
            return Based(text);
        var at = text[0] is '+' or '-' ? 1 : 0;
        var sign = text[0] == '-' ? "-" : "";
        if (text.AsSpan(at) is ".inf" or ".Inf" or ".INF")
            return (NodeKind.Float, sign + ".inf");
        if (text is ".nan" or ".NaN" or ".NAN")
            return (NodeKind.Float, ".nan");
        var whole = Digits(text, ref at);
        if (at == text.Length && whole.Length > 0)
            return (NodeKind.Integer, $"{sign}{Trim(whole)}");
        var fraction = ReadOnlySpan<char>.Empty;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = Digits(text, ref at);
        }

        if (whole.Length + fraction.Length == 0 || !TryExponent(text, ref at, out var exponent) || at != text.Length)
            return null;
        var point = fraction.IsEmpty ? "" : ".";
        return (NodeKind.Float, $"{sign}{(whole.IsEmpty ? "0" : Trim(whole))}{point}{fraction}{exponent}");
    }

    private static bool TryExponent(string text, ref int at, out string exponent)
    {
        exponent = "";
        if (at == text.Length || text[at] is not ('e' or 'E'))
            return true;
        var start = at++;
        if (at < text.Length && text[at] is '+' or '-')
            at++;
        var any = !Digits(text, ref at).IsEmpty;
        exponent = text[start..at];
        return any;
    }

    private static (NodeKind Kind, string Text)? Based(string text)
    {
        var digits = text.AsSpan(2);
        var radix = text[1] == 'x' ? 16 : 8;
        if (digits.IsEmpty || digits.Length > 64)
            return null;
        var value = BigInteger.Zero;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit) || (radix == 8 && digit is < '0' or > '7'))
                return null;
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
        }

        return (NodeKind.Integer, value.ToString(CultureInfo.InvariantCulture));
    }

    private static ReadOnlySpan<char> Digits(string text, scoped ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text.AsSpan(start, at - start);
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> digits)
    {
        var trimmed = digits.TrimStart('0');
        return trimmed.IsEmpty ? "0" : trimmed;
    }
}
