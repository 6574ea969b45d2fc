using System.Globalization;
using System.Text;
using Axle.Workflows.Definition.Faults;

namespace Axle.Workflows.Definition.Source;

/// <summary>Reads texts of JSON.</summary>
internal static class JsonTexts
{
    /// <summary>Reads the text whose opening quote is at <paramref name="at"/>, and moves behind its closing quote.</summary>
    public static string Read(string source, ref int at)
    {
        var start = at++;
        var length = source.AsSpan(at).IndexOfAny('"', '\\', '\n');
        if (length >= 0 && source[at + length] == '"' && source.AsSpan(at, length).IndexOfAnyInRange('\0', '\x1f') < 0)
        {
            var plain = source.Substring(at, length);
            at += length + 1;
            return plain;
        }

        var text = new StringBuilder();
        while (at < source.Length && source[at] != '"')
        {
            if (source[at] < ' ')
                throw Broken(at, "a line break or tab is inside a text.", "Write \\n or \\t there, or close the text with '\"'.");
            if (source[at] == '\\')
                text.Append(Escaped(source, ref at));
            else
                text.Append(source[at++]);
        }

        if (at++ >= source.Length)
            throw Broken(start, "a quoted text begins here and never ends.", "Put the closing quote at its end.");
        var result = text.ToString();
        return TextBytes.FindLoneSurrogate(result) < 0
            ? result
            : throw Broken(start, "this text has half of a character (a lone surrogate).", "Write the character itself instead of '\\u…'.");
    }

    private static char Escaped(string source, ref int at)
    {
        var start = at;
        at += 2;
        switch (at <= source.Length ? source[at - 1] : '\0')
        {
            case '"' or '\\' or '/':
                return source[at - 1];
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u' when at + 4 <= source.Length
                && ushort.TryParse(source.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                at += 4;
                return (char)code;
            default:
                throw Broken(start, "this is not an escape that JSON has.", "Write '\\\\' for a backslash.");
        }
    }

    private static UnreadableException Broken(int offset, string problem, string cure) => new(FaultCode.Syntax, offset, problem, cure);
}
