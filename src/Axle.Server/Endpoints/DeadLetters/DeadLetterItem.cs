using System.Text.Json;
using Axle.Server.Endpoints.Runs;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.DeadLetters;

/// <summary>A run that is out of options and waits for a person.</summary>
/// <param name="Id">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Why"><c>failed</c>, or <c>unknownOutcome</c>: then it has steps of which nobody knows whether they took effect.</param>
/// <param name="Error">What it failed with; null when it has not failed.</param>
/// <param name="Since">When its last event was.</param>
/// <param name="Steps">The steps that it is about.</param>
public sealed record DeadLetterItem(
    string Id, string Workflow, RunStatus Status, string Why, RunError? Error, DateTimeOffset Since, IReadOnlyList<DeadStepItem> Steps)
{
    internal static DeadLetterItem Of(RunRow row, RunState state)
    {
        var unknown = row.Attention.HasFlag(RunAttention.UnknownOutcome);
        var steps = state.Records.Where(s => unknown ? s.Status == StepStatus.Unresolved : s.Status == StepStatus.Failed || s.UndoError is not null);
        return new DeadLetterItem(
            row.Run.Value, row.Workflow, row.Status, unknown ? "unknownOutcome" : "failed", RunError.Of(state.Error), row.UpdatedAt,
            [.. steps.Select(static s => new DeadStepItem(s.Path, s.Does, s.Status, s.Attempts, RunError.Of(s.UndoError ?? s.Error), s.Input?.Value))]);
    }
}

/// <summary>A step that a dead letter is about.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Does">What it does.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Error">Its last error.</param>
/// <param name="Input">Its input, which a redrive can change.</param>
public sealed record DeadStepItem(string Path, string Does, StepStatus Status, int Attempts, RunError? Error, JsonElement? Input);

/// <summary>What is different when what failed is tried again.</summary>
public sealed record RedriveRequest
{
    /// <summary>All inputs of the run anew; null to keep them.</summary>
    public JsonElement? Inputs { get; init; }

    /// <summary>Inputs of steps that failed, by address.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Steps { get; init; }
}

/// <summary>What became of an effect that must happen at most once.</summary>
public sealed record ResolveRequest
{
    /// <summary>Address of the step.</summary>
    public required string Step { get; init; }

    /// <summary>What became of it.</summary>
    public required EffectOutcome Outcome { get; init; }

    /// <summary>What the step returned, when it completed: any JSON.</summary>
    public JsonElement? Output { get; init; }
}

/// <summary>What became of an effect.</summary>
public enum EffectOutcome
{
    /// <summary>It took effect: the run goes on.</summary>
    Completed,

    /// <summary>It did not: the step fails.</summary>
    Failed,

    /// <summary>It did not: it is made again.</summary>
    Retry,
}
