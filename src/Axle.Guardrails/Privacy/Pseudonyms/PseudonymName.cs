using System.Globalization;

namespace Axle.Guardrails.Privacy.Pseudonyms;

/// <summary>The form of stand-ins: an angle bracket, a type in capitals, an underscore, a number, a bracket.</summary>
internal static class PseudonymName
{
    /// <summary>How a name begins.</summary>
    public const char Open = '<';

    /// <summary>Most characters of a name, brackets and all; a stream holds back no more.</summary>
    public const int MostCharacters = 48;

    private const int MostDigits = 7;

    /// <summary>The name of the nth value of a type.</summary>
    public static string Of(string type, int number) => string.Create(CultureInfo.InvariantCulture, $"<{Letters(type)}_{number}>");

    /// <summary>How long the name at the start of a text is; 0 when none is there, -1 when there might be one if the text went on.</summary>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text is not [Open, ..])
            return 0;
        var underscore = 0;
        for (var i = 1; i < text.Length && i < MostCharacters; i++)
        {
            var c = text[i];
            if (c == '>')
                return underscore > 1 && underscore < i - 1 && text[underscore + 1] != '0' ? i + 1 : 0;
            if (c == '_' && i > 1)
                underscore = i;
            else if (char.IsAsciiDigit(c) && underscore > 0)
            {
                if (i - underscore > MostDigits)
                    return 0;
            }
            else if (!char.IsAsciiLetterUpper(c) || (underscore > 0 && char.IsAsciiDigit(text[i - 1])))
                return 0;
        }

        return text.Length >= MostCharacters ? 0 : -1;
    }

    /// <summary>What a name shows of a type, which may be spelled in any way; what was made by this stays as it is.</summary>
    public static string Letters(string type)
    {
        var letters = string.Concat(type.ToUpperInvariant().Where(static c => char.IsAsciiLetterUpper(c) || c == '_')).Trim('_');
        return letters.Length == 0 ? "TEXT" : letters[..Math.Min(letters.Length, MostCharacters - MostDigits - 3)];
    }
}
