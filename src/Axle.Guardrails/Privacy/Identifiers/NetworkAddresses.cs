namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Addresses of machines: IPv4, IPv6 (RFC 4291, zones of RFC 4007) and hardware addresses.</summary>
internal static class NetworkAddresses
{
    /// <summary>Whether it is an IPv4 address in four decimal numbers without leading zeros, or an IPv6 address.</summary>
    public static bool IsIp(ReadOnlySpan<char> text) => text.Contains(':') ? IsIpV6(text) : IsIpV4(text);

    /// <summary>Whether it is an IPv4 address.</summary>
    public static bool IsIpV4(ReadOnlySpan<char> text)
    {
        if (text.Length is < 7 or > 15)
            return false;
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (part.Length is 0 or > 3 || part.ContainsAnyExceptInRange('0', '9') || (part.Length > 1 && part[0] == '0')
                || int.Parse(part, provider: null) > 255)
                return false;
            parts++;
        }

        return parts == 4;
    }

    /// <summary>Whether it is an IPv6 address.</summary>
    public static bool IsIpV6(ReadOnlySpan<char> text)
    {
        var zone = text.IndexOf('%');
        if (zone >= 0)
        {
            if (zone == text.Length - 1 || text[(zone + 1)..].ContainsAny('%', ':', ' '))
                return false;
            text = text[..zone];
        }

        var gap = text.IndexOf("::");
        if (gap < 0)
            return Groups(text) == 8;
        var before = text[..gap];
        var after = text[(gap + 2)..];
        if (after.IndexOf("::") >= 0 || after is [':', ..])
            return false;
        var left = before.Length == 0 ? 0 : Groups(before, mayEndInV4: false);
        var right = after.Length == 0 ? 0 : Groups(after);
        return left >= 0 && right >= 0 && left + right <= 7;
    }

    /// <summary>Whether it is a hardware address in groups: pairs by colon, dash or space, or fours by dots; 48 or 64 bits.</summary>
    public static bool IsMac(ReadOnlySpan<char> text)
    {
        var dotted = text.Contains('.');
        var width = dotted ? 4 : 2;
        if (text.Length != (dotted ? 14 : 17) && text.Length != (dotted ? 19 : 23))
            return false;
        var separator = text[width];
        if (!dotted && separator is not (':' or '-' or ' '))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i % (width + 1) == width ? text[i] != separator : !char.IsAsciiHexDigit(text[i]))
                return false;
        }

        return true;
    }

    // How many groups of 16 bits; -1 when one is malformed.
    private static int Groups(ReadOnlySpan<char> text, bool mayEndInV4 = true)
    {
        var count = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (group.Contains('.'))
            {
                if (!mayEndInV4 || range.End.GetOffset(text.Length) != text.Length || !IsIpV4(group))
                    return -1;
                count += 2;
                continue;
            }

            if (group.Length is 0 or > 4)
                return -1;
            foreach (var c in group)
            {
                if (!char.IsAsciiHexDigit(c))
                    return -1;
            }

            count++;
        }

        return count;
    }
}
