using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>Which runs to list.</summary>
/// <param name="Statuses">Only these statuses; empty for all.</param>
/// <param name="Workflow">Only runs of this workflow; null for all.</param>
/// <param name="Limit">At most so many, 1 to 1000; 50 by default.</param>
/// <param name="Attention">Only runs that wait for a person for one of these reasons; none for all.</param>
/// <param name="Parent">Only forks of this run; null for all.</param>
/// <param name="Group">Only runs of this concurrency group; null for all.</param>
/// <param name="Before">Only runs created before this one, to page on; null for the newest.</param>
public sealed record RunQuery(
    ImmutableArray<RunStatus> Statuses, string? Workflow = null, int Limit = 50, RunId? Before = null,
    RunAttention Attention = RunAttention.None, RunId? Parent = null, string? Group = null)
{
    /// <summary>Characters by which an id is found at least, unless they are all of it.</summary>
    public const int ShortestId = 10;

    /// <summary>
    /// Only runs of workflows whose name has this text, and those whose id is it or begins with it (<see cref="ShortestId"/> characters or more), letter
    /// case ignored; null for all.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>The ids that <see cref="Search"/> finds, in ordinal order: the first, and what comes after the last; null when there can be none.</summary>
    public (string First, string End)? SoughtIds =>
        // No character of an id sorts before '-' or after 'z'.
        RunId.TryParse(Search?.ToLowerInvariant(), out var id) ? (id.Value, id.Value + (id.Value.Length < ShortestId ? '-' : '~')) : null;

    /// <summary>Only runs created then or later; null for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only runs created before; null for all.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The newest runs of any status.</summary>
    public static RunQuery Newest { get; } = new([]);

    /// <summary>Only runs of this tenant; those that name none are <see cref="Scope.DefaultTenant"/>'s. Null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether <see cref="Search"/> finds a run.</summary>
    public bool Finds(RunRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Search is not { } text || row.Workflow.Contains(text, StringComparison.OrdinalIgnoreCase)
            || (SoughtIds is var (first, end) && string.CompareOrdinal(row.Run.Value, first) >= 0 && string.CompareOrdinal(row.Run.Value, end) < 0);
    }
}
