namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>How a run went.</summary>
public sealed record RunTrace
{
    /// <summary>The run's status, for example <c>running</c>: the report is usually written by one of the run's own steps.</summary>
    public string Status { get; init; } = "";

    /// <summary>When the run started; null when unknown.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it had not, or when unknown.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The steps in the order of their start; those without a time come last.</summary>
    public IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Choices the run made by itself (another provider, another agent), in order of time.</summary>
    public IReadOnlyList<RunDecision> Decisions { get; init; } = [];
}
