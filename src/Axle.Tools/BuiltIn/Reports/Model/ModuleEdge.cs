namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>One module uses another.</summary>
/// <param name="From">The user.</param>
/// <param name="To">The used.</param>
/// <param name="Weight">How many uses, at least 1.</param>
public sealed record ModuleEdge(string From, string To, int Weight);
