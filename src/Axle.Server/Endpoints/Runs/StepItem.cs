using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>A step of a run.</summary>
public sealed record StepItem
{
    /// <summary>Its address in the run: keys joined by <c>/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its key in its list.</summary>
    public required string Key { get; init; }

    /// <summary>Address of the step that it is inside of; null for a step of the run itself.</summary>
    public required string? Parent { get; init; }

    /// <summary>Which list of its parent it is in: an item's or round's number, a branch's name, <c>onError</c>; null when there is one list.</summary>
    public required string? List { get; init; }

    /// <summary>What it does: <c>agent</c>, <c>prompt</c>, <c>tool</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string Does { get; init; }

    /// <summary>The agent that did it; null for other kinds.</summary>
    public required string? Agent { get; init; }

    /// <summary>The agent's action; null for other kinds.</summary>
    public required string? Action { get; init; }

    /// <summary>The provider that answered; null when none did.</summary>
    public required string? Provider { get; init; }

    /// <summary>The model that answered; null when none did.</summary>
    public required string? Model { get; init; }

    /// <summary>Where it is.</summary>
    public required StepStatus Status { get; init; }

    /// <summary>Attempts made so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Its level in the graph of its list, from 0.</summary>
    public required int Level { get; init; }

    /// <summary>When its first attempt began; null when it has not.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Keys of the steps that it depends on.</summary>
    public required IReadOnlyList<string> DependsOn { get; init; }

    /// <summary>
    /// Its input; null when it has none. One of more than 64 KiB as <c>{"$large": {"bytes", "sha256"}}</c>: ask for the step alone to get it.
    /// </summary>
    public JsonElement? Input { get; init; }

    /// <summary>Its output, as <see cref="Input"/>; null when it has none.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Its last error; null when it has none.</summary>
    public RunError? Error { get; init; }

    /// <summary>Why it was skipped; null when it was not.</summary>
    public string? SkipReason { get; init; }

    /// <summary>What it waits for; null when it does not wait.</summary>
    public RunWait? Waits { get; init; }

    /// <summary>How far its inner lists have come; null when it has none.</summary>
    public InnerCounts? Inner { get; init; }

    /// <summary>What it spent on models; null when it called none.</summary>
    public StepUsage? Usage { get; init; }

    /// <summary>What was decided while it ran.</summary>
    public IReadOnlyList<StepDecision> Decisions { get; init; } = [];

    /// <summary>Whether it was undone after it completed.</summary>
    public bool Undone { get; init; }

    /// <summary>Why it could not be undone; null when it was, or nobody tried.</summary>
    public RunError? UndoError { get; init; }
}

/// <summary>How far the lists inside a step have come.</summary>
/// <param name="Total">Items there are in all; null where that is not known before.</param>
/// <param name="Opened">Lists that have begun.</param>
/// <param name="Ended">Lists whose steps have all ended.</param>
/// <param name="Failed">Items that failed.</param>
public sealed record InnerCounts(int? Total, int Opened, int Ended, int Failed);

/// <summary>What a step spent on models.</summary>
/// <param name="Calls">Calls.</param>
/// <param name="InputTokens">Tokens sent, cached ones included.</param>
/// <param name="OutputTokens">Tokens received, reasoning included.</param>
/// <param name="Usd">US dollars; a lower bound when a price is not known.</param>
public sealed record StepUsage(long Calls, long InputTokens, long OutputTokens, decimal Usd);
