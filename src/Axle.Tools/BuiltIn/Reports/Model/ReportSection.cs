namespace Axle.Tools.BuiltIn.Reports.Model;

/// <summary>What one agent step said.</summary>
public sealed record ReportSection
{
    /// <summary>The step's key in the workflow.</summary>
    public required string Step { get; init; }

    /// <summary>The agent's id; the step's key when no agent is named.</summary>
    public required string Agent { get; init; }

    /// <summary>The agent's name for people.</summary>
    public required string AgentName { get; init; }

    /// <summary>What the agent was asked to do; empty when unknown.</summary>
    public string Action { get; init; } = "";

    /// <summary>What it says, as plain text of one or more paragraphs.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What it sees again and again.</summary>
    public IReadOnlyList<ReportPoint> Themes { get; init; } = [];

    /// <summary>What it advises.</summary>
    public IReadOnlyList<ReportPoint> Recommendations { get; init; } = [];

    /// <summary>Other lists that the action's answer has: conclusions, risks, milestones and so on.</summary>
    public IReadOnlyList<ReportPoints> More { get; init; } = [];

    /// <summary>All lists with their headings, in the order of reading; empty ones left out.</summary>
    internal IEnumerable<ReportPoints> Lists =>
        new[] { new ReportPoints("Themes", Themes) }.Concat(More).Append(new ReportPoints("Advice", Recommendations)).Where(static l => l.Points.Count > 0);

    /// <summary>Its mark out of 100; null when it gave none.</summary>
    public double? Score { get; init; }

    /// <summary>Its mark as a letter or word; null when it gave none.</summary>
    public string? Grade { get; init; }

    /// <summary>Who answered, for example <c>anthropic</c>; null when unknown.</summary>
    public string? Provider { get; init; }

    /// <summary>Which model answered; null when unknown.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the offline provider wrote it.</summary>
    public bool Offline { get; init; }

    /// <summary>How long the step took; null when unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why the step failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>How many of the report's findings came from this step.</summary>
    public int Findings { get; init; }

    /// <summary>Names of the tools whose results the agent was given.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
