using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Hot spots: churn against complexity, and a table.</summary>
internal static class HotSpotsPart
{
    private const int MaxRows = 12;

    /// <summary>The part; nothing without hot spots.</summary>
    public static Fragment Write(ReviewReport report) => report.HotSpots.Count == 0 ? Fragment.Empty : Fragment.Of($"""
        <section id="hotspots" aria-labelledby="hotspots-h">
        <div class="sec-head"><h2 id="hotspots-h">Hot spots</h2><p>Files that are complex and change often. Top right is where mending pays most.</p></div>
        <div class="two"><figure class="panel scatter">{HotSpotScatter.Draw(report.HotSpots)}</figure>
        <div class="panel scroll" tabindex="0" role="region" aria-label="Hot spots as a table"><table class="plain">{TableHead.Of("File", "#Changes", "#Complexity", "#Lines", "#Authors")}
        <tbody>{Fragment.Join(report.HotSpots.Take(MaxRows).Select(Row))}</tbody></table></div></div>
        </section>
        """);

    private static Fragment Row(HotSpot spot) => Fragment.Of(
        $"<tr><th scope=\"row\">{PlaceText.Path(spot.File)}</th><td class=\"num\">{Wording.Number(spot.Changes)}</td><td class=\"num\">{Wording.Number(spot.Complexity)}</td><td class=\"num\">{Known(spot.Lines)}</td><td class=\"num\">{Known(spot.Authors)}</td></tr>");

    private static string Known(int number) => number > 0 ? Wording.Number(number) : "";
}
