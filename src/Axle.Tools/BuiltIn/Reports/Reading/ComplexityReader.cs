using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads how many functions have which complexity.</summary>
internal static class ComplexityReader
{
    private const int MaxBins = 24;

    /// <summary>Upper ends of the bars, used when a tool lists functions and no histogram; the steps follow the usual bands 10, 20, 50.</summary>
    private static readonly int[] Bounds = [1, 2, 3, 5, 7, 10, 15, 20, 30, 50];

    /// <summary>The histogram; null when the result has none.</summary>
    public static IReadOnlyList<HistogramBin>? Read(JsonElement result)
    {
        var told = result.Get("complexityHistogram", "complexityDistribution", "histogram")
            ?? result.Object("complexity").Get("histogram", "distribution", "bins");
        var bins = told is { } histogram ? ReadBins(histogram) : [];
        return bins.Count > 0 ? bins : FromFunctions(result);
    }

    private static List<HistogramBin> ReadBins(JsonElement histogram) =>
        [.. histogram.Members().Take(MaxBins).Select(static (b, i) => ReadBin(b.Name, b.Value, i)).OfType<HistogramBin>()];

    private static HistogramBin? ReadBin(string name, JsonElement value, int index)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return new HistogramBin(name.Length > 0 ? name : $"{index + 1}", (int)Math.Clamp(value.GetDouble(), 0, int.MaxValue));
        if (value.Count("count", "functions", "value") is not { } count)
            return null;
        var from = value.Count("from", "min");
        var to = value.Count("to", "max", "upTo");
        return new HistogramBin(value.Text("label", "range", "bucket") ?? Label(from, to) ?? name, count);
    }

    private static string? Label(int? from, int? to) => (from, to) switch
    {
        ({ } low, { } high) => low == high ? $"{low}" : $"{low}–{high}",
        ({ } low, null) => $"{low}+",
        (null, { } high) => $"≤{high}",
        _ => null,
    };

    private static List<HistogramBin>? FromFunctions(JsonElement result)
    {
        // A tool that lists only its most complex functions says nothing of the rest.
        if (result.Object("summary").Number("functions") is { } all && all > (result.Count("functions") ?? 0))
            return null;
        var values = result.Items("functions").Select(static f => f.Count("complexity", "cyclomatic")).OfType<int>().ToList();
        if (values.Count == 0)
            return null;
        var bins = new List<HistogramBin>();
        var from = 0;
        foreach (var bound in Bounds)
        {
            var low = from;
            bins.Add(new HistogramBin(Label(Math.Max(1, low + 1), bound)!, values.Count(v => v <= bound && (v > low || low == 0))));
            from = bound;
        }

        bins.Add(new HistogramBin($"{from + 1}+", values.Count(v => v > from)));
        return bins;
    }
}
