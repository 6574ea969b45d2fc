using System.Text.RegularExpressions;

namespace Axle.Schemas.Formats;

/// <summary>JSON pointers (RFC 6901 and its relative draft) and URI templates (RFC 6570).</summary>
internal static partial class Templates
{
    private const string NameSign = "(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})";
    private const string Variable = NameSign + @"(?:\.?" + NameSign + @")*(?::[1-9][0-9]{0,3}|\*)?";

    public static bool IsJsonPointer(string text) => Pointer().IsMatch(text);

    public static bool IsRelativeJsonPointer(string text)
    {
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        var rest = text[digits..];
        return digits > 0 && (digits == 1 || text[0] != '0') && (rest == "#" || IsJsonPointer(rest));
    }

    public static bool IsUriTemplate(string text) => Template().IsMatch(text);

    [GeneratedRegex(@"^(?:/(?:[^/~]|~[01])*)*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pointer();

    [GeneratedRegex(
        @"^(?:[^\x00-\x20\x7F-\x9F""%<>\\^`{|}]|%[0-9A-Fa-f]{2}|\{[+#./;?&=,!@|]?" + Variable + "(?:," + Variable + @")*\})*\z",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Template();
}
