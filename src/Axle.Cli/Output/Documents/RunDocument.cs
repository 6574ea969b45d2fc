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
    string Kind,
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
    WaitPart? Waits,
    InnerPart? Inner,
    bool? Undone,
    ErrorPart? UndoError,
    ImmutableArray<DecisionPart> Decisions)
{
    public static StepPart Of(StepRecord step) => new(
        step.Path,
        step.Kind,
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
        WaitPart.Of(step),
        step.Inner is { } inner ? new InnerPart(inner.Total, inner.Opened, inner.Ended, inner.Failed) : null,
        step.IsUndone ? true : null,
        ErrorPart.Of(step.UndoError),
        [.. step.Decisions.Select(static d => new DecisionPart(d.Kind, d.Summary, d.Data))]);
}

/// <summary>Something that was decided while a step ran.</summary>
internal sealed record DecisionPart(string Kind, string Summary, JsonElement? Data);

/// <summary>What a step waits for.</summary>
/// <param name="Signal">The signal; absent when it waits for none.</param>
/// <param name="Question">What a person is asked: message, assignees, parameters, schema, editable; absent when nobody is.</param>
/// <param name="Since">When it began to.</param>
/// <param name="Until">When the wait is over by itself; absent when only something from outside ends it.</param>
internal sealed record WaitPart(string? Signal, JsonElement? Question, DateTimeOffset? Since, DateTimeOffset? Until)
{
    public static WaitPart? Of(StepRecord step) => step.Status == StepStatus.Waiting
        ? new WaitPart(step.WaitsFor, step.Question?.Value, step.StartedAt, step.WaitsUntil)
        : null;
}

/// <summary>How far the lists of steps inside a step have come: items, rounds, branches.</summary>
internal sealed record InnerPart(int? Total, int Opened, int Ended, int Failed);
