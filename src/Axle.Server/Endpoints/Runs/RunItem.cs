using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>A run in a list.</summary>
public record RunItem
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of its workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>Version of the workflow; null when it has none.</summary>
    public required string? Version { get; init; }

    /// <summary>Hash of the definition that it is pinned to: the same text has the same.</summary>
    public required string Definition { get; init; }

    /// <summary>Where it is.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it waits for a person: <c>approval</c>, <c>deadLetter</c>, <c>unknownOutcome</c>, <c>budget</c>; empty when it does not.</summary>
    public required IReadOnlyList<string> Attention { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its last event was.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>When a timer of it is due next; null when none is.</summary>
    public required DateTimeOffset? WakeAt { get; init; }

    /// <summary>Seconds from its start to its end, or to now.</summary>
    public required double DurationSeconds { get; init; }

    /// <summary>How many steps it has.</summary>
    public required StepCounts Steps { get; init; }

    /// <summary>US dollars that its steps spent on models.</summary>
    public required decimal Usd { get; init; }

    /// <summary>What it failed with; null when it has not failed.</summary>
    public required string? Error { get; init; }

    /// <summary>The run that it is a fork of; null when it is none.</summary>
    public required string? ForkOf { get; init; }

    /// <summary>Sequence number of its last event.</summary>
    public required long LastSeq { get; init; }

    /// <summary>What is wrong with its row in the store; null when nothing is.</summary>
    public string? Fault { get; init; }

    /// <summary>Puts a row and what is known of its history together.</summary>
    internal static RunItem Of(RunRow row, RunDigest digest, DateTimeOffset now)
    {
        var ended = row.Status.IsEnded() ? digest.EndedAt ?? row.UpdatedAt : (DateTimeOffset?)null;
        return new RunItem
        {
            Id = row.Run.Value,
            Workflow = row.Workflow,
            Version = digest.Version,
            Definition = row.Definition,
            Status = row.Status,
            Attention = Names(row.Attention),
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            EndedAt = ended,
            WakeAt = row.WakeAt,
            DurationSeconds = Math.Round(((ended ?? now) - row.CreatedAt).TotalSeconds, 3),
            Steps = digest.Steps,
            Usd = digest.Usd,
            Error = digest.Error,
            ForkOf = row.Parent?.Value,
            LastSeq = row.LastSeq,
            Fault = row.Fault,
        };
    }

    internal static IReadOnlyList<string> Names(RunAttention attention) =>
        [.. Enum.GetValues<RunAttention>().Where(a => a != RunAttention.None && attention.HasFlag(a)).Select(ApiWords.Name)];
}

/// <summary>How many steps there are.</summary>
/// <param name="Total">All that are known so far, inner ones included.</param>
/// <param name="Completed">Those that ended with an output.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Running">Those with an attempt in flight.</param>
public sealed record StepCounts(int Total, int Completed, int Failed, int Running);
