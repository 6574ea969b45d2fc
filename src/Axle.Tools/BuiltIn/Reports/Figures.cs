using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports;

/// <summary>The measured numbers with their names, in the order of showing.</summary>
internal static class Figures
{
    /// <summary>One number.</summary>
    /// <param name="Value">The number as text.</param>
    /// <param name="Name">What it counts.</param>
    internal sealed record Figure(string Value, string Name);

    /// <summary>The numbers that were measured.</summary>
    public static IReadOnlyList<Figure> Of(ReviewReport report)
    {
        var metrics = report.Metrics;
        return [.. new[]
        {
            Counted(metrics.Files, "files"),
            Counted(metrics.Lines, "lines"),
            Counted(metrics.Functions, "functions"),
            Measured(metrics.MeanComplexity, "mean complexity", ""),
            Measured(metrics.MedianComplexity, "median complexity", ""),
            Counted(metrics.MaxComplexity, "highest complexity"),
            Measured(metrics.DuplicationPercent, "duplicated lines", " %"),
            Counted(metrics.TestFiles, "test files"),
            Measured(metrics.TestRatio, "test ratio", "", 2),
            Counted(metrics.Dependencies, "dependencies"),
            Counted(report.Modules?.Nodes.Count, "modules"),
            Counted(report.Modules?.Cycles.Count, "module cycles"),
        }.OfType<Figure>()];
    }

    private static Figure? Counted(int? number, string name) => number is { } value ? new Figure(Wording.Short(value), name) : null;

    private static Figure? Measured(double? number, string name, string unit, int digits = 1) =>
        number is { } value ? new Figure(Wording.Number(value, digits) + unit, name) : null;
}
