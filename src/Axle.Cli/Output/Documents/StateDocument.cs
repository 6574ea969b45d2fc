using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow state</c>: a run after one of its events.</summary>
internal sealed record StateDocument
{
    public required string RunId { get; init; }

    /// <summary>The event.</summary>
    public required long Seq { get; init; }

    /// <summary>When it was.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its type, for example <c>step-completed</c>.</summary>
    public required string Event { get; init; }

    public required string Status { get; init; }

    public required string Workflow { get; init; }

    public required string Definition { get; init; }

    public required JsonElement Inputs { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Variables { get; init; }

    public JsonElement? Outputs { get; init; }

    public ErrorPart? Error { get; init; }

    public ImmutableArray<StepPart>? Steps { get; init; }

    /// <summary>The step that was asked for.</summary>
    public StepDetailPart? Step { get; init; }

    public static StateDocument Of(RunState state, RecordedEvent last) => new()
    {
        RunId = state.Id.Value,
        Seq = last.Seq,
        At = last.At,
        Event = RunEventJson.NameOf(last.Event),
        Status = Words.Name(state.Status),
        Workflow = state.Workflow.Name,
        Definition = state.Definition,
        Inputs = state.Inputs.Value,
        Variables = state.Variables,
        Outputs = state.Outputs?.Value,
        Error = ErrorPart.Of(state.Error),
        Steps = [.. state.Records.Select(StepPart.Of)],
    };
}

/// <summary>A step with what went in and what came out.</summary>
internal sealed record StepDetailPart(StepPart Step, JsonElement? Input, JsonElement? Output)
{
    public static StepDetailPart Of(StepRecord step) => new(StepPart.Of(step), step.Input?.Value, step.Output?.Value);
}
