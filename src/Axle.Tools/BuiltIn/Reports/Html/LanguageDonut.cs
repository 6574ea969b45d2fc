using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Lines per language as a ring with its table.</summary>
internal static class LanguageDonut
{
    private const int MaxSlices = 7;
    private const double Radius = 40;
    private const double Circumference = 2 * Math.PI * Radius;

    /// <summary>The chart; nothing without languages.</summary>
    public static Fragment Draw(IReadOnlyList<LanguageShare> languages)
    {
        if (languages.Count == 0)
            return Fragment.Empty;
        var slices = Slices(languages);
        var total = slices.Sum(static s => (double)s.Lines);
        var arcs = new List<Fragment>();
        var start = 0.0;
        foreach (var (slice, index) in slices.Select(static (s, i) => (s, i)))
        {
            var length = Circumference * slice.Lines / total;
            arcs.Add(Fragment.Of($"<circle class=\"c{index + 1}\" r=\"{Radius}\" cx=\"60\" cy=\"60\" stroke-dasharray=\"{Math.Max(0.4, length - 0.8)} {Circumference}\" stroke-dashoffset=\"{-start}\"/>"));
            start += length;
        }

        var rows = slices.Select((s, i) => Fragment.Of(
            $"<tr><th scope=\"row\"><i class=\"dot c{i + 1}\"></i>{s.Name}</th><td class=\"num\">{Wording.Short(s.Lines)}</td><td class=\"num\">{Wording.Number(100.0 * s.Lines / total)} %</td></tr>"));
        return Fragment.Of($"""
            <figure class="panel donut"><figcaption>Languages, by lines</figcaption><div class="side">
            <svg viewBox="0 0 120 120" role="img" aria-label="Ring chart of lines per language; the numbers are in the table"><g transform="rotate(-90 60 60)">{Fragment.Join(arcs)}</g><text x="60" y="60">{Wording.Short(total)}</text><text x="60" y="75" class="sub">lines</text></svg>
            <table class="legend">{TableHead.Hidden("Language", "Lines", "Share")}<tbody>{Fragment.Join(rows)}</tbody></table>
            </div></figure>
            """);
    }

    private static List<LanguageShare> Slices(IReadOnlyList<LanguageShare> languages)
    {
        var slices = languages.Take(MaxSlices).ToList();
        var rest = languages.Skip(MaxSlices).ToList();
        if (rest.Count > 0)
            slices.Add(new LanguageShare($"{rest.Count} more", rest.Sum(static l => l.Files), rest.Sum(static l => l.Lines)));
        return slices;
    }
}
