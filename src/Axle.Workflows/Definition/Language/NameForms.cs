using System.Globalization;

namespace Axle.Workflows.Definition.Language;

/// <summary>Forms of names and short texts.</summary>
internal static class NameForms
{
    /// <summary>Letters, digits, <c>-</c> and <c>_</c>.</summary>
    public const string KeyPattern = "^[A-Za-z0-9_-]+$";

    /// <summary>Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public const string DottedPattern = "^[A-Za-z0-9_.-]+$";

    /// <summary>Semantic Versioning 2.0.0, https://semver.org.</summary>
    public const string VersionPattern = @"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$";

    public static bool IsKey(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    public static bool IsDotted(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>A name that expressions can use as a context of its own.</summary>
    public static bool IsIdentifier(string text) => IsKey(text) && !char.IsAsciiDigit(text[0]) && text[0] != '-';

    /// <summary>A name without white space or control characters.</summary>
    public static bool IsWord(string text) => !text.Any(static c => char.IsWhiteSpace(c) || char.IsControl(c));

    /// <summary>Area and city of the IANA time zone database, or UTC. Whether the zone exists is for the host to say.</summary>
    public static bool IsTimezone(string text) =>
        text is "UTC" or "GMT" || (text.Split('/') is { Length: >= 2 and <= 3 } parts
            && Array.TrueForAll(parts,
                static p => p.Length > 0 && char.IsAsciiLetter(p[0]) && p.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+')));

    /// <summary><c>name</c>, <c>name@1.2.3</c>, or a path that begins with <c>./</c> or <c>../</c>.</summary>
    public static bool IsWorkflowReference(string text)
    {
        if (text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal))
            return text.Length > 3 && !text.Contains('\\', StringComparison.Ordinal);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? IsDotted(text) : IsDotted(text[..at]) && IsDotted(text[(at + 1)..]);
    }

    public static bool IsVersion(string text)
    {
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        var build = plus < 0 ? null : text[(plus + 1)..];
        var rest = plus < 0 ? text : text[..plus];
        var dash = rest.IndexOf('-', StringComparison.Ordinal);
        var release = dash < 0 ? null : rest[(dash + 1)..];
        var core = (dash < 0 ? rest : rest[..dash]).Split('.');
        return core.Length == 3 && Array.TrueForAll(core, IsNumber)
            && (release is null || Array.TrueForAll(release.Split('.'), static p => IsPart(p) && (!p.All(char.IsAsciiDigit) || IsNumber(p))))
            && (build is null || Array.TrueForAll(build.Split('.'), IsPart));
    }

    private static bool IsPart(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsNumber(string text) =>
        text.Length is > 0 and < 19 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0')
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
