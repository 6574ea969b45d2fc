using System.Text.RegularExpressions;

namespace Axle.Schemas.Formats;

/// <summary>URIs (RFC 3986) and IRIs (RFC 3987) by their grammar, not by whether anything can be reached there.</summary>
internal static partial class UriSyntax
{
    private const string Marks = "-._~!$&'()*+,;=";

    public static bool IsUri(string text, bool international)
    {
        var parts = Parts().Match(text);
        return parts.Groups["scheme"].Success && Scheme().IsMatch(parts.Groups["scheme"].Value) && Fits(parts, international);
    }

    public static bool IsReference(string text, bool international)
    {
        var parts = Parts().Match(text);
        return parts.Success && (!parts.Groups["scheme"].Success || Scheme().IsMatch(parts.Groups["scheme"].Value)) && Fits(parts, international);
    }

    private static bool Fits(Match parts, bool international)
    {
        var authority = parts.Groups["authority"];
        return (!authority.Success || IsAuthority(authority.Value, international))
            && Only(parts.Groups["path"].Value, ":@/", international)
            && Only(parts.Groups["query"].Value, ":@/?", international)
            && Only(parts.Groups["fragment"].Value, ":@/?", international);
    }

    private static bool IsAuthority(string authority, bool international)
    {
        var at = authority.LastIndexOf('@');
        if (at >= 0 && !Only(authority[..at], ":", international))
        {
            return false;
        }

        var rest = authority[(at + 1)..];
        if (rest.StartsWith('['))
        {
            var end = rest.IndexOf(']', StringComparison.Ordinal);
            return end > 0 && IsPort(rest[(end + 1)..]) && (Addresses.IsIpV6(rest[1..end]) || FutureAddress().IsMatch(rest[1..end]));
        }

        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? Only(rest, "", international) : IsPort(rest[colon..]) && Only(rest[..colon], "", international);
    }

    private static bool IsPort(string text) => text.Length == 0 || (text[0] == ':' && text.Skip(1).All(char.IsAsciiDigit));

    private static bool Only(string text, string more, bool international)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == '%')
            {
                if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
                {
                    return false;
                }
            }
            else if (!char.IsAsciiLetterOrDigit(letter) && !Marks.Contains(letter) && !more.Contains(letter) && !(international && letter >= 0xA0))
            {
                return false;
            }
        }

        return true;
    }

    // The expression of RFC 3986, appendix B.
    [GeneratedRegex(@"^(?:(?<scheme>[^:/?#]*):)?(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?\z",
        RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^[vV][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex FutureAddress();
}
