using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>Draws files by how often they change (right) and how complex they are (up); square-root scales keep the crowd apart.</summary>
internal static class HotSpotScatter
{
    private const double Left = 44;
    private const double Right = 504;
    private const double Top = 16;
    private const double Bottom = 296;
    private const int LabelCount = 7;
    private const double CharacterWidth = 6.4;

    /// <summary>The chart as SVG.</summary>
    public static Fragment Draw(IReadOnlyList<HotSpot> spots)
    {
        var maxChanges = Math.Max(1, spots.Max(static s => s.Changes));
        var maxComplexity = Math.Max(1, spots.Max(static s => s.Complexity));
        var maxLines = Math.Max(1, spots.Max(static s => s.Lines));
        var points = spots.Select(s => new Point(
            s,
            Left + ((Right - Left) * Math.Sqrt(s.Changes / (double)maxChanges)),
            Bottom - ((Bottom - Top) * Math.Sqrt(s.Complexity / maxComplexity)),
            4 + (9 * Math.Sqrt(s.Lines / (double)maxLines)))).ToList();
        var dots = points.AsEnumerable().Reverse().Select((p, i) => Dot(p, points.Count - 1 - i));
        return Fragment.Of($"""
            <svg viewBox="0 0 520 336" role="img" aria-label="Scatter of files by changes and complexity; the numbers are in the table">
            {Ticks(maxChanges, maxComplexity)}
            <text class="name" x="{Right}" y="332" text-anchor="end">changes →</text><text class="name" x="{Left + 6}" y="10">↑ complexity</text>
            {Fragment.Join(dots)}{Labels(points)}
            </svg>
            """);
    }

    private static Fragment Dot(Point point, int rank) => Fragment.Of(
        $"<circle class=\"{(rank < LabelCount ? "hot" : "cool")}\" cx=\"{point.X}\" cy=\"{point.Y}\" r=\"{point.Radius}\"><title>{point.Spot.File}: {point.Spot.Changes} changes, complexity {Wording.Number(point.Spot.Complexity)}</title></circle>");

    private static Fragment Ticks(int maxChanges, double maxComplexity)
    {
        double[] shares = [0.0625, 0.25, 0.5625, 1];
        return Fragment.Join(shares.Select(share =>
        {
            var x = Left + ((Right - Left) * Math.Sqrt(share));
            var y = Bottom - ((Bottom - Top) * Math.Sqrt(share));
            return Fragment.Of($"""
                <line class="grid" x1="{x}" x2="{x}" y1="{Top}" y2="{Bottom}"/><line class="grid" x1="{Left}" x2="{Right}" y1="{y}" y2="{y}"/>
                <text class="tick" x="{x}" y="{Bottom + 15}" text-anchor="middle">{Wording.Short(Math.Round(share * maxChanges))}</text>
                <text class="tick" x="{Left - 6}" y="{y + 4}" text-anchor="end">{Wording.Short(Math.Round(share * maxComplexity))}</text>
                """);
        }));
    }

    /// <summary>Names the hottest; a name that would cover another is left to the table.</summary>
    private static Fragment Labels(List<Point> points)
    {
        var taken = new List<(double X, double Y, double Width)>();
        var labels = new List<Fragment>();
        foreach (var point in points.Take(LabelCount))
        {
            var name = point.Spot.File[(point.Spot.File.LastIndexOf('/') + 1)..];
            var text = name.Length > 28 ? name[..27] + "…" : name;
            var width = text.Length * CharacterWidth;
            var toLeft = point.X + point.Radius + 5 + width > Right + 12;
            var x = toLeft ? point.X - point.Radius - 5 - width : point.X + point.Radius + 5;
            if (x < Left || taken.Any(t => Math.Abs(t.Y - point.Y) < 13 && x < t.X + t.Width && t.X < x + width))
                continue;
            taken.Add((x, point.Y, width));
            labels.Add(Fragment.Of($"<text class=\"label\" x=\"{(toLeft ? point.X - point.Radius - 5 : x)}\" y=\"{point.Y + 4}\" text-anchor=\"{(toLeft ? "end" : "start")}\">{text}</text>"));
        }

        return Fragment.Join(labels);
    }

    private sealed record Point(HotSpot Spot, double X, double Y, double Radius);
}
