namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>Numbers over the whole workspace; null means that nothing measured it.</summary>
public sealed record ReportMetrics
{
    /// <summary>Source files.</summary>
    public int? Files { get; init; }

    /// <summary>Lines in them.</summary>
    public int? Lines { get; init; }

    /// <summary>Functions and methods.</summary>
    public int? Functions { get; init; }

    /// <summary>Mean cyclomatic complexity of a function.</summary>
    public double? MeanComplexity { get; init; }

    /// <summary>Middle cyclomatic complexity of all functions.</summary>
    public double? MedianComplexity { get; init; }

    /// <summary>Highest cyclomatic complexity of a function.</summary>
    public int? MaxComplexity { get; init; }

    /// <summary>How many functions have which complexity, simplest first; empty when not measured.</summary>
    public IReadOnlyList<HistogramBin> Complexity { get; init; } = [];

    /// <summary>Share of lines that are copies, 0 to 100.</summary>
    public double? DuplicationPercent { get; init; }

    /// <summary>Test files.</summary>
    public int? TestFiles { get; init; }

    /// <summary>Lines of tests for each line of source, or the ratio that the tool names.</summary>
    public double? TestRatio { get; init; }

    /// <summary>Packages that the manifests ask for directly.</summary>
    public int? Dependencies { get; init; }
}
