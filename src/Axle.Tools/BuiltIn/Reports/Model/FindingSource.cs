namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>Who reported a finding.</summary>
/// <param name="Step">The step's key.</param>
/// <param name="Agent">The agent's id.</param>
/// <param name="Tool">The tool that found it; null when the agent reported it itself.</param>
public sealed record FindingSource(string Step, string Agent, string? Tool);
