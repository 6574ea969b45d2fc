using System.Globalization;

namespace Axle.Workflows.Definition.Language;

/// <summary>Checks cron lines of five fields (POSIX crontab, with names, ranges, lists and steps).</summary>
internal static class CronText
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly (int Min, int Max, string[] Names)[] Fields =
        [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, Months), (0, 7, Days)];

    /// <summary>Whether a line has the form of cron and every number is in its range.</summary>
    public static bool IsCron(string text)
    {
        var fields = text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == Fields.Length
            && fields.Zip(Fields).All(static pair => pair.First.Split(',').All(part => IsPart(part, pair.Second)));
    }

    private static bool IsPart(string part, (int Min, int Max, string[] Names) field)
    {
        var slash = part.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0
            && !(int.TryParse(part.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every >= 1 && every <= field.Max))
            return false;
        var range = slash < 0 ? part : part[..slash];
        if (range == "*")
            return true;
        var dash = range.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return Number(range, field) is not null;
        return Number(range[..dash], field) is { } from && Number(range[(dash + 1)..], field) is { } to && from <= to;
    }

    private static int? Number(string text, (int Min, int Max, string[] Names) field)
    {
        var name = Array.FindIndex(field.Names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (name >= 0)
            return name + field.Min;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= field.Min
            && number <= field.Max ? number : null;
    }
}
