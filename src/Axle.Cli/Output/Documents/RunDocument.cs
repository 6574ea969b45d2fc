using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>One run: the answer of <c>workflow execute</c>, <c>resume</c> and <c>status</c>.</summary>
internal sealed record RunDocument
{
    public required string RunId { get; init; }

    /// <summary>idle, executing, paused, completed, failed, cancelled …</summary>
    public required string Status { get; init; }

    public required string Workflow { get; init; }

    public string? Version { get; init; }

    public JsonElement? Outputs { get; init; }

    public ErrorPart? Error { get; init; }

    /// <summary>Absolute paths by form: markdown, html, sarif.</summary>
    public required IReadOnlyDictionary<string, string> Reports { get; init; }

    /// <summary>Number of findings by severity; absent when no step reported any.</summary>
    public IReadOnlyDictionary<string, long>? Findings { get; init; }

    /// <summary>Whether a step was answered without a language model.</summary>
    public required bool Offline { get; init; }

    /// <summary>Paths of the steps that only planned a change of the outside world.</summary>
    public required ImmutableArray<string> PlannedOnly { get; init; }

    public required ImmutableArray<StepPart> Steps { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Milliseconds from the start to the last event, pauses included.</summary>
    public required long DurationMs { get; init; }

    /// <summary>Absolute path of the directory that the run works on.</summary>
    public string? Workspace { get; init; }

    /// <summary>Absolute path of the database.</summary>
    public required string Database { get; init; }

    public int? ExitCode { get; init; }
}

/// <summary>One step of a run.</summary>
internal sealed record StepPart(
    string Path,
    string Does,
    string Status,
    int Level,
    int Attempts,
    ImmutableArray<string> DependsOn,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    long? DurationMs,
    ErrorPart? Error,
    string? SkipReason,
    ImmutableArray<DecisionPart> Decisions)
{
    public static StepPart Of(StepRecord step) => new(
        step.Path,
        step.Does,
        Words.Name(step.Status),
        step.Level,
        step.Attempts,
        step.DependsOn,
        step.StartedAt,
        step.EndedAt,
        step.EndedAt is { } end && step.StartedAt is { } start ? (long)(end - start).TotalMilliseconds : null,
        ErrorPart.Of(step.Error),
        step.SkipReason,
        [.. step.Decisions.Select(static d => new DecisionPart(d.Kind, d.Summary, d.Data))]);
}

/// <summary>Something that was decided while a step ran.</summary>
internal sealed record DecisionPart(string Kind, string Summary, JsonElement? Data);
