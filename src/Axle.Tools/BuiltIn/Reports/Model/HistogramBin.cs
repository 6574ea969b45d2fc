namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>One bar of a histogram.</summary>
/// <param name="Label">The range it covers, for example <c>6–10</c>.</param>
/// <param name="Count">How many fall in it.</param>
public sealed record HistogramBin(string Label, int Count);
