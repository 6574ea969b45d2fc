using System.Collections.Immutable;
using System.Text.Json;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Cli.Runs;

/// <summary>A run that is out of options and waits for a person.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Workflow">Name of its workflow.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Why"><c>failed</c>, or <c>unknownOutcome</c>: then it has steps of which nobody knows whether they took effect.</param>
/// <param name="Error">What it failed with; absent when it has not failed.</param>
/// <param name="Since">When its last event was.</param>
/// <param name="Steps">The steps that it is about.</param>
internal sealed record DeadLetter(
    string RunId, string Workflow, string Status, string Why, ErrorPart? Error, DateTimeOffset Since, ImmutableArray<DeadStep> Steps)
{
    /// <summary>The reasons for which runs are dead letters.</summary>
    public const RunAttention Reasons = RunAttention.DeadLetter | RunAttention.UnknownOutcome;

    /// <summary>Reads a run as one.</summary>
    public static async Task<DeadLetter> ReadAsync(AxleHost host, RunRow row, CancellationToken cancellationToken)
    {
        var state = (await RunLookup.ReadAsync(host, row, cancellationToken)).State;
        var unknown = row.Attention.HasFlag(RunAttention.UnknownOutcome);
        var steps = state.Records.Where(s => unknown ? s.Status == StepStatus.Unresolved : s.Status == StepStatus.Failed || s.UndoError is not null);
        return new DeadLetter(
            row.Run.Value, row.Workflow, Words.Name(row.Status), unknown ? "unknownOutcome" : "failed", ErrorPart.Of(state.Error), row.UpdatedAt,
            [.. steps.Select(DeadStep.Of)]);
    }

    /// <summary>One of a server.</summary>
    public static DeadLetter Of(Client.DeadLetters.DeadLetter letter) => new(
        letter.Id, letter.Workflow, Words.Name(letter.Status), letter.Why, Of(letter.Error), letter.Since,
        [.. letter.Steps.Select(static s => new DeadStep(s.Path, s.Does, s.Status, s.Attempts, Of(s.Error), s.Input))]);

    private static ErrorPart? Of(Client.DeadLetters.RunError? error) => error is null ? null : new ErrorPart(error.Kind, error.Message);

    /// <summary>What it is about in a sentence, for people.</summary>
    public string Cause => Error?.Message ?? string.Join("; ", Steps.Select(static s => $"{s.Path}: {s.Error?.Message}"));
}

/// <summary>A step that a dead letter is about.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Does">What it does.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Attempts">Attempts made.</param>
/// <param name="Error">Its last error.</param>
/// <param name="Input">Its input, which a redrive can change.</param>
internal sealed record DeadStep(string Path, string Does, string Status, int Attempts, ErrorPart? Error, JsonElement? Input)
{
    public static DeadStep Of(StepRecord step) => new(
        step.Path, step.Does, Words.Name(step.Status), step.Attempts, ErrorPart.Of(step.UndoError ?? step.Error), step.Input?.Value);
}
