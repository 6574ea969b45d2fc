using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Axle.Cli.Servers;
using Axle.Client.Runs;
using Axle.Workflows.Ports;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow list</c>: newest first.</summary>
internal sealed record RunListDocument(ImmutableArray<RunRowPart> Runs, string Database);

/// <summary>A run in a list.</summary>
internal sealed record RunRowPart(
    string RunId, string Workflow, string Status, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? WakeAt, long Events,
    string? Parent, ImmutableArray<string> Attention, string? Fault)
{
    public static RunRowPart Of(RunRow row) => new(
        row.Run.Value, row.Workflow, row.Fault is null ? Words.Name(row.Status) : "?", row.CreatedAt, row.UpdatedAt, row.WakeAt, row.LastSeq,
        row.Parent?.Value, [.. Enum.GetValues<RunAttention>().Where(a => a != RunAttention.None && row.Attention.HasFlag(a)).Select(Words.Name)],
        row.Fault);

    public static RunRowPart Of(Run run) => new(
        run.Id, run.Workflow, ServedRuns.Name(run.Status), run.CreatedAt, run.UpdatedAt, null, run.LastSeq, run.ForkOf, [.. run.Attention], null);
}

/// <summary>The answer of <c>workflow events</c>: each event has <c>seq</c>, <c>at</c>, <c>type</c> and its own fields.</summary>
internal sealed record EventListDocument(string RunId, ImmutableArray<JsonObject> Events);

/// <summary>The answer of <c>workflow checkpoints</c>: oldest first.</summary>
internal sealed record CheckpointListDocument(string RunId, ImmutableArray<RunCheckpoint> Checkpoints, SignalDocument? Created);

/// <summary>The answer of <c>workflow pause</c> and <c>cancel</c>.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Asked">pause, cancel or checkpoint.</param>
/// <param name="Applied">Whether it has taken effect; else the process that executes the run acts on it.</param>
/// <param name="Status">Where the run was when this was written.</param>
internal sealed record SignalDocument(string RunId, string Asked, bool Applied, string Status);
