using Axle.Guardrails.Privacy.Identifiers;

namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Finds addresses of the net: e-mail, pages, machines.</summary>
internal static class AddressRules
{
    private const int MostCharacters = 2048;

    /// <summary>Adds what it finds.</summary>
    public static void Find(string text, List<PersonalDataSpan> into)
    {
        for (var i = text.AsSpan().IndexOfAny('@', ':', '.'); i >= 0 && i < text.Length; i = Next(text, i + 1))
        {
            switch (text[i])
            {
                case '@':
                    Mail(text, i, into);
                    break;
                case ':' when i + 2 < text.Length && text[i + 1] == '/' && text[i + 2] == '/':
                    i = Math.Max(i, Page(text, i, into) - 1);
                    break;
                case ':':
                    i = Math.Max(i, Machine(text, i, into) - 1);
                    break;
                default:
                    i = Math.Max(i, Dotted(text, i, into) - 1);
                    break;
            }
        }
    }

    private static int Next(string text, int from)
    {
        var next = from < text.Length ? text.AsSpan(from).IndexOfAny('@', ':', '.') : -1;
        return next < 0 ? -1 : next + from;
    }

    private static void Mail(string text, int at, List<PersonalDataSpan> into)
    {
        var start = at;
        while (start > 0 && at - start < 64 && (text[start - 1] == '.' || EmailAddresses.IsAtomCharacter(text[start - 1])))
            start--;
        if (start == at && at > 1 && text[at - 1] == '"' && text.LastIndexOf('"', at - 2, Math.Min(at - 1, 64)) is >= 0 and var quote)
            start = quote;
        while (start < at && text[start] is '.' or '\'' or '=' or '/' or '`' or '*' or '_' or '{' or '|')
            start++;
        var end = at + 1;
        while (end < text.Length && end - at < 255 && (text[end] is '.' or '-' || char.IsLetterOrDigit(text[end])))
            end++;
        while (end > at && text[end - 1] is '.' or '-')
            end--;
        if (start < at && EmailAddresses.IsValid(text[start..end]))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.EmailAddress, 0.99, "form"));
    }

    private static int Page(string text, int colon, List<PersonalDataSpan> into)
    {
        var start = colon;
        while (start > 0 && colon - start < 20 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '+' or '-' or '.'))
            start--;
        var end = EndOfPage(text, colon + 3);
        if (start == colon || end - colon < 5)
            return end;
        var host = text.AsSpan(colon + 3, end - colon - 3);
        var slash = host.IndexOfAny("/?#");
        var authority = slash >= 0 ? host[..slash] : host;
        var user = authority.LastIndexOf('@');
        if (user > 0 && authority[..user].Contains(':'))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.Secret, 0.95, "url-credentials"));
        else
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.DomainName, 0.6, "form"));
        return end;
    }

    private static int EndOfPage(string text, int end)
    {
        var start = end;
        while (end < text.Length && end - start < MostCharacters && !char.IsWhiteSpace(text[end])
            && text[end] is not ('"' or '<' or '>' or '`' or '|' or '{' or '}'))
            end++;
        while (end > start && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or ')' or ']' or '\'' or '\\')
            end--;
        return end;
    }

    // IPv6 or a hardware address: the stretch of hexadecimal digits and colons around.
    private static int Machine(string text, int colon, List<PersonalDataSpan> into)
    {
        var start = colon;
        while (start > 0 && colon - start < 40 && (char.IsAsciiHexDigit(text[start - 1]) || text[start - 1] == ':'))
            start--;
        var end = colon;
        while (end < text.Length && end - start < 64 && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
            end++;
        if (end < text.Length && text[end] == '%')
        {
            end++;
            while (end < text.Length && end - start < 80 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_' or '-'))
                end++;
        }

        while (end > colon && text[end - 1] == '.')
            end--;
        if ((start > 0 && char.IsLetterOrDigit(text[start - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])) || end - start < 3)
            return colon + 1;
        var stretch = text.AsSpan(start, end - start);
        if (NetworkAddresses.IsMac(stretch))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.MacAddress, 0.9, "form"));
        else if (NetworkAddresses.IsIpV6(stretch) && stretch.Length > 4)
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.IpAddress, 0.95, "form"));
        else
            return colon + 1;
        return end;
    }

    // IPv4, or a page without its scheme.
    private static int Dotted(string text, int dot, List<PersonalDataSpan> into)
    {
        var start = dot;
        while (start > 0 && dot - start < 4 && char.IsAsciiLetterOrDigit(text[start - 1]))
            start--;
        if (dot - start == 3 && text.AsSpan(start, 3).Equals("www", StringComparison.OrdinalIgnoreCase) && (start == 0 || text[start - 1] is not ('/' or '.')))
        {
            var stop = EndOfPage(text, dot + 1);
            if (stop - dot > 3)
                into.Add(new PersonalDataSpan(start, stop, PersonalDataTypes.DomainName, 0.6, "form"));
            return stop;
        }

        if (start == dot || dot - start > 3 || (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '.' or '-' or '_')))
            return dot + 1;
        var end = dot;
        while (end < text.Length && end - start < 20 && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        while (end > dot && text[end - 1] == '.')
            end--;
        if ((end < text.Length && char.IsLetterOrDigit(text[end])) || !NetworkAddresses.IsIpV4(text.AsSpan(start, end - start)))
            return dot + 1;
        into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.IpAddress, 0.95, "form"));
        return end;
    }
}
