namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A list of points under one heading.</summary>
/// <param name="Title">The heading, for example <c>Risks</c>.</param>
/// <param name="Points">The points, at least one.</param>
public sealed record ReportPoints(string Title, IReadOnlyList<ReportPoint> Points);
