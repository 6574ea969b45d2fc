using System.Globalization;
using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>Words and numbers that all forms of the report share.</summary>
internal static class Wording
{
    /// <summary>Severities, worst first.</summary>
    public static IReadOnlyList<Severity> Severities { get; } =
        [Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Info];

    /// <summary>The one sentence that sums the report up.</summary>
    public static string Verdict(ReviewReport report)
    {
        var critical = Count(report, Severity.Critical);
        var high = Count(report, Severity.High);
        var medium = Count(report, Severity.Medium);
        if (report.Findings.Count == 0)
            return report.Sections.Count == 0 ? "No step of this run left anything to report." : "No findings.";
        if (critical > 0)
            return $"{Plural(critical, "critical finding")}{(high > 0 ? $" and {high} high" : "")}: mend {(critical + high == 1 ? "it" : "these")} before anything else.";
        if (high > 0)
            return $"Nothing critical. {Plural(high, "high finding")} to mend before the next release.";
        return medium > 0
            ? $"Nothing critical or high. {Plural(medium, "medium finding")} to mend soon."
            : $"In good order: only {Plural(report.Findings.Count, "small finding")}.";
    }

    /// <summary>What to say when the offline provider wrote the report's words; null when it did not.</summary>
    public static string? OfflineNote(ReviewReport report)
    {
        if (!report.Offline)
            return null;
        var offline = report.Sections.Count(static s => s.Offline);
        var which = offline == report.Sections.Count || offline == 0 ? "The summaries were" : $"{offline} of {report.Sections.Count} summaries were";
        return $"{which} made offline: the tools' findings are ranked, grouped and counted, and no language model was asked. "
            + "The findings themselves come from the same analysis either way.";
    }

    /// <summary>How many findings have a severity.</summary>
    public static int Count(ReviewReport report, Severity severity) => report.Findings.Count(f => f.Finding.Severity == severity);

    /// <summary><c>1 finding</c>, <c>2,000 findings</c>.</summary>
    public static string Plural(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A whole number with thousands marks.</summary>
    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with at most <paramref name="digits"/> digits after the point.</summary>
    public static string Number(double number, int digits = 1) =>
        number.ToString(digits == 0 ? "#,0" : "#,0." + new string('#', digits), CultureInfo.InvariantCulture);

    /// <summary>A number in few characters: <c>950</c>, <c>12.4k</c>, <c>1.2M</c>.</summary>
    public static string Short(double number) => number switch
    {
        >= 999_500 => Number(number / 1e6) + "M",
        >= 10_000 => Number(number / 1e3, 0) + "k",
        >= 1_000 => Number(number / 1e3) + "k",
        _ => Number(number),
    };

    /// <summary>A time span in its two largest units: <c>420 ms</c>, <c>3.2 s</c>, <c>4 min 5 s</c>, <c>2 h 3 min</c>.</summary>
    public static string Duration(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => $"{Number(Math.Max(0, span.TotalMilliseconds), 0)} ms",
        { TotalSeconds: < 60 } => $"{Number(span.TotalSeconds)} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        _ => $"{(int)span.TotalHours} h {span.Minutes} min",
    };

    /// <summary>A time in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>The severity's name in lower case.</summary>
    public static string Name(Severity severity) => severity.ToString().ToLowerInvariant();

    /// <summary>A rule's title with a large first letter: <c>sec.hash.python</c> becomes <c>Weak hash</c>.</summary>
    public static string RuleTitle(string rule)
    {
        var title = new ReviewRule(rule).Title;
        return char.ToUpperInvariant(title[0]) + title[1..];
    }

    /// <summary>
    /// Text from outside made harmless for the eye: control characters go, and characters that reorder text (Unicode
    /// "Trojan Source", CVE-2021-42574) are shown by their number.
    /// </summary>
    public static string Plain(string text)
    {
        if (!text.Any(static c => IsHidden(c)))
            return text;
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!IsHidden(c))
                plain.Append(c);
            else if (c >= '\u200B')
                plain.Append(CultureInfo.InvariantCulture, $"⟦U+{(int)c:X4}⟧");
        }

        return plain.ToString();
    }

    private static bool IsHidden(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\t'))
            || c is (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF';
}
