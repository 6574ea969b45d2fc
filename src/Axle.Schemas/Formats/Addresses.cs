using System.Globalization;

namespace Axle.Schemas.Formats;

/// <summary>Network and mail addresses: RFC 5321 and 6531 (mail), RFC 2673 (IPv4), RFC 4291 (IPv6).</summary>
internal static class Addresses
{
    private const string AtomSigns = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsEmail(string text, bool international)
    {
        var at = text.LastIndexOf('@');
        if (at < 1 || at > 64 || at == text.Length - 1)
        {
            return false;
        }

        var (local, domain) = (text[..at], text[(at + 1)..]);
        return (IsDotAtom(local, international) || IsQuoted(local, international))
            && (IsLiteral(domain) || (international ? HostNames.IsInternational(domain) : HostNames.IsHostName(domain)));
    }

    public static bool IsIpV4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit)
            && (part.Length == 1 || part[0] != '0') && int.Parse(part, CultureInfo.InvariantCulture) <= 255);
    }

    public static bool IsIpV6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInV4: true) == 8;
        }

        var (left, right) = (text[..gap], text[(gap + 2)..]);
        var leftGroups = left.Length == 0 ? 0 : CountGroups(left, mayEndInV4: false);
        var rightGroups = right.Length == 0 ? 0 : CountGroups(right, mayEndInV4: true);
        return leftGroups >= 0 && rightGroups >= 0 && leftGroups + rightGroups <= 7;
    }

    private static bool IsDotAtom(string local, bool international) => local.Split('.').All(atom => atom.Length > 0
        && atom.All(letter => char.IsAsciiLetterOrDigit(letter) || AtomSigns.Contains(letter) || (international && letter > 0x7F)));

    private static bool IsQuoted(string local, bool international)
    {
        if (local.Length < 2 || local[0] != '"' || local[^1] != '"')
        {
            return false;
        }

        for (var at = 1; at < local.Length - 1; at++)
        {
            if (local[at] == '\\' && ++at == local.Length - 1)
            {
                return false;
            }

            if (local[at] < ' ' || local[at] == 0x7F || (local[at] > 0x7F && !international) || (local[at] == '"' && local[at - 1] != '\\'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLiteral(string domain)
    {
        if (domain[0] != '[' || domain[^1] != ']')
        {
            return false;
        }

        var inside = domain[1..^1];
        return inside.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? IsIpV6(inside[5..]) : IsIpV4(inside);
    }

    /// <summary>How many 16-bit groups a part of an IPv6 address has; -1 when it is none.</summary>
    private static int CountGroups(string text, bool mayEndInV4)
    {
        var parts = text.Split(':');
        var count = 0;
        for (var index = 0; index < parts.Length; index++)
        {
            var part = parts[index];
            if (mayEndInV4 && index == parts.Length - 1 && part.Contains('.', StringComparison.Ordinal))
            {
                return IsIpV4(part) ? count + 2 : -1;
            }

            if (part.Length is 0 or > 4 || !part.All(char.IsAsciiHexDigit))
            {
                return -1;
            }

            count++;
        }

        return count;
    }
}
