using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>How many functions have which complexity, as bars.</summary>
internal static class ComplexityBars
{
    private const double Width = 360;
    private const double Height = 190;
    private const double Bottom = 24;
    private const double Top = 18;

    /// <summary>The chart; nothing when complexity was not measured.</summary>
    public static Fragment Draw(ReportMetrics metrics)
    {
        var bins = metrics.Complexity;
        var most = bins.Count == 0 ? 0 : bins.Max(static b => b.Count);
        if (most == 0)
            return Fragment.Empty;
        var step = Width / bins.Count;
        var bars = bins.Select((bin, i) => Bar(bin, i, bins.Count, step, (Height - Top - Bottom) * Math.Sqrt((double)bin.Count / most)));
        var mean = metrics.MeanComplexity is { } value ? $"mean {Wording.Number(value)}" : null;
        var median = metrics.MedianComplexity is { } middle ? $"median {Wording.Number(middle)}" : null;
        var max = metrics.MaxComplexity is { } highest ? $"highest {Wording.Number(highest)}" : null;
        return Fragment.Of($"""
            <figure class="panel histogram"><figcaption>Functions by complexity</figcaption>
            <svg viewBox="0 0 360 190" role="img" aria-label="Bar chart of functions by cyclomatic complexity: {string.Join(", ", bins.Select(static b => $"{b.Label}: {b.Count}"))}"><line class="axis" x1="0" x2="{Width}" y1="{Height - Bottom}" y2="{Height - Bottom}"/>{Fragment.Join(bars)}</svg>
            <p class="sub">{string.Join(", ", new[] { mean, median, max, "heights by square root" }.OfType<string>())}.</p></figure>
            """);
    }

    private static Fragment Bar(HistogramBin bin, int index, int count, double step, double height)
    {
        var drawn = bin.Count == 0 ? 0 : Math.Max(2, height);
        var x = (index * step) + (step * 0.12);
        var middle = (index + 0.5) * step;
        var heat = index >= count * 0.75 ? "hot" : index >= count * 0.5 ? "warm" : "cool";
        var top = Height - Bottom - drawn;
        return Fragment.Of($"""
            <g class="{heat}"><title>{Wording.Plural(bin.Count, "function")} with complexity {bin.Label}</title>
            <rect x="{x}" y="{top}" width="{step * 0.76}" height="{drawn}" rx="2"/>
            {Fragment.If(bin.Count > 0, $"<text x=\"{middle}\" y=\"{top - 5}\">{Wording.Short(bin.Count)}</text>")}
            <text class="tick" x="{middle}" y="{Height - 8}">{bin.Label}</text></g>
            """);
    }
}
