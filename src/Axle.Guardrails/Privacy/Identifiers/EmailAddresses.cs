namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Addresses of e-mail (RFC 5321 and 5322, with letters of any script as in RFC 6531; no comments, no addresses by IP).</summary>
internal static class EmailAddresses
{
    private const string Marks = "!#$%&'*+-/=?^_`{|}~";

    /// <summary>Whether it is an address that mail could be sent to.</summary>
    public static bool IsValid(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64 && text.Length <= 254 && IsLocalPart(text.AsSpan(0, at)) && IsDomain(text.AsSpan(at + 1));
    }

    /// <summary>Whether a character may stand in the part before the @ without quotes.</summary>
    public static bool IsAtomCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || Marks.Contains(c, StringComparison.Ordinal) || (c > 0xA0 && (char.IsLetterOrDigit(c) || IsMark(c)) && !IsFullWidth(c));

    /// <summary>Whether it is a name of a host below a top level domain.</summary>
    public static bool IsDomain(ReadOnlySpan<char> domain)
    {
        if (domain.Length is < 4 or > 253 || domain.IndexOf('.') < 0)
            return false;
        var last = default(ReadOnlySpan<char>);
        foreach (var range in domain.Split('.'))
        {
            last = domain[range];
            if (last.Length is 0 or > 63 || last[0] == '-' || last[^1] == '-' || !IsLabel(last))
                return false;
        }

        // A top level domain has letters only, or is one of those in Punycode.
        return last.Length >= 2 && (last.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || IsLetters(last));
    }

    private static bool IsLabel(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
        {
            if (!(char.IsAsciiLetterOrDigit(c) || c == '-' || (c > 0xA0 && (char.IsLetterOrDigit(c) || IsMark(c)) && !IsFullWidth(c))))
                return false;
        }

        return true;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local[0] == '"')
            return IsQuoted(local);
        if (local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
            return false;
        foreach (var c in local)
        {
            if (c != '.' && !IsAtomCharacter(c))
                return false;
        }

        return true;
    }

    private static bool IsQuoted(ReadOnlySpan<char> local)
    {
        if (local.Length < 3 || local[^1] != '"')
            return false;
        for (var i = 1; i < local.Length - 1; i++)
        {
            if (local[i] == '\\')
                i++;
            else if (local[i] == '"' || char.IsControl(local[i]))
                return false;
            if (i == local.Length - 1)
                return false;
        }

        return true;
    }

    private static bool IsLetters(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
        {
            if (!char.IsLetter(c) && !IsMark(c))
                return false;
        }

        return true;
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsFullWidth(char c) => c is >= '\uFF00' and <= '\uFFEF';
}
