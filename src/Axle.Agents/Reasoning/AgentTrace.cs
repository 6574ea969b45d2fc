using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>How an agent came to its result, turn by turn: read from the run, so it is there as long as the run is.</summary>
/// <param name="Path">Address of the agent's step.</param>
/// <param name="Does">Agent and action.</param>
/// <param name="Status">How the step stands.</param>
/// <param name="Turns">The turns that ended, oldest first; the last answer is <paramref name="Answer"/>.</param>
/// <param name="Answer">The step's output; null when it has none.</param>
/// <param name="Error">Its last error; null when it has none.</param>
public sealed record AgentTrace(
    string Path, string Does, StepStatus Status, ImmutableArray<TraceTurn> Turns, JsonElement? Answer, AxleError? Error)
{
    /// <summary>The trace of a step; null for a step that no agent does.</summary>
    public static AgentTrace? Of(StepRecord step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Kind != "agent" ? null : new AgentTrace(
            step.Path,
            step.Does,
            step.Status,
            [.. step.Turns.Select((turn, i) => Read(step.Path, i, turn))],
            step.Output is { IsResolved: true } output ? output.Value : null,
            step.Error);
    }

    private static TraceTurn Read(string path, int number, StepTurn turn)
    {
        var note = TurnNote.Of(turn);
        return new TraceTurn(
            number + 1,
            JsonNamingPolicy.CamelCase.ConvertName(note.Kind.ToString()),
            Thought(note),
            [.. note.Calls.Select(call => Read($"{path}[{number}]/", call, turn))],
            note.Problems,
            [.. note.Milestones.Select(static m => m.Title)],
            note.Provider,
            note.Model);
    }

    private static TraceCall Read(string inner, PlannedCall call, StepTurn turn)
    {
        var (text, failed) = Conversation.Observe(call, turn);
        var (step, asked) = (call.Step is { } s ? inner + s : null, call.Asks is { } ask ? inner + ask : null);
        return new TraceCall(call.Tool, call.Arguments, text, failed, step, asked, call.Mended);
    }

    private static string Thought(TurnNote note) => note.Kind switch
    {
        TurnKind.Draft => note.Draft?.Text ?? "",
        TurnKind.Escalation => note.Handover?.Why ?? "",
        _ when note.Reply is { } reply => string.Join('\n', reply.Contents.Select(static c => c switch
        {
            TextReasoningContent reasoning => reasoning.Text,
            TextContent text => text.Text,
            _ => "",
        }).Where(static t => !string.IsNullOrWhiteSpace(t))),
        _ => "",
    };
}

/// <summary>One turn.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Kind"><c>act</c>, <c>draft</c>, <c>critique</c>, <c>plan</c>, <c>milestone</c>, <c>deed</c> or <c>escalation</c>.</param>
/// <param name="Thought">What the model said, its reasoning first where the provider shows it.</param>
/// <param name="Calls">What it called, and what that brought.</param>
/// <param name="Problems">What a critical reader found wrong.</param>
/// <param name="Milestones">What was planned.</param>
/// <param name="Provider">Who answered; null for a turn that asked no model.</param>
/// <param name="Model">The model.</param>
public sealed record TraceTurn(
    int Number,
    string Kind,
    string Thought,
    ImmutableArray<TraceCall> Calls,
    ImmutableArray<string> Problems,
    ImmutableArray<string> Milestones,
    string? Provider,
    string? Model);

/// <summary>One call.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">What it was, or would have been, called with.</param>
/// <param name="Observation">What the model was told.</param>
/// <param name="Failed">Whether that was no result.</param>
/// <param name="Step">Address of the step that made it; null when none did.</param>
/// <param name="Asked">Address of the step that asked a person first; null when nobody was asked.</param>
/// <param name="Mended">What was mended in the arguments.</param>
public sealed record TraceCall(
    string Tool, JsonElement Arguments, string Observation, bool Failed, string? Step, string? Asked, ImmutableArray<string> Mended);
