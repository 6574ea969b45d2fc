namespace Axle.Workflows.Definition.Faults;

/// <summary>The codes that faults of workflow files have.</summary>
public static class FaultCodes
{
    /// <summary>All codes, ascending: <c>AXL0101</c> and on.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<FaultCode>().Select(FaultList.Name).Order(StringComparer.Ordinal)];
}
