namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>A choice that the run made by itself.</summary>
/// <param name="At">When; null when unknown.</param>
/// <param name="Step">The step it concerns; empty for the run.</param>
/// <param name="Kind">For example <c>providerFallback</c> or <c>agentRouting</c>.</param>
/// <param name="Message">What was chosen and why.</param>
/// <param name="Confidence">How sure, 0 to 1; null when it does not apply.</param>
public sealed record RunDecision(DateTimeOffset? At, string Step, string Kind, string Message, double? Confidence);
