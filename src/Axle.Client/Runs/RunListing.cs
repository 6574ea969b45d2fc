namespace Axle.Client.Runs;

/// <summary>Which runs are listed.</summary>
public sealed record RunListing
{
    /// <summary>Only runs of these statuses; empty for all.</summary>
    public IReadOnlyList<RunStatus> Status { get; init; } = [];

    /// <summary>Only runs of this workflow; null for all.</summary>
    public string? Workflow { get; init; }

    /// <summary>Only runs that wait for a person: <c>any</c>, or why; null for all.</summary>
    public string? Attention { get; init; }

    /// <summary>Runs with this in the name of their workflow, or whose id it is or begins with it (ten characters or more); null for all.</summary>
    public string? Search { get; init; }
}
