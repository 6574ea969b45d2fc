using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>One theme or one piece of advice of an agent.</summary>
/// <param name="Title">The point in a few words or one sentence.</param>
/// <param name="Detail">What stands behind it; empty when the title says all.</param>
/// <param name="Severity">How much it matters; null when the agent did not say.</param>
/// <param name="Effort">How much work it is, in the agent's word, for example <c>small</c>; null when it did not say.</param>
/// <param name="Places">Files it is about, as <c>path</c> or <c>path:line</c>.</param>
public sealed record ReportPoint(string Title, string Detail, Severity? Severity, string? Effort, IReadOnlyList<string> Places);
