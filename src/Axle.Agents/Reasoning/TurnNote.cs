using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Agents.Runtime;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>What an agent notes of a turn: all that the next turn, or a process after a crash, goes on with. Stored: may grow, never change.</summary>
internal sealed record TurnNote
{
    private static readonly JsonSerializerOptions Options = new(AIJsonUtilities.DefaultOptions)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>What the turn was.</summary>
    public TurnKind Kind { get; init; }

    /// <summary>The agent that does the work, kept to whoever would be chosen later; null as long as none was chosen.</summary>
    public string? Agent { get; init; }

    /// <summary>Its action; said in the first turn.</summary>
    public string? Action { get; init; }

    /// <summary>Tokens that the turn used, in and out together.</summary>
    public long Tokens { get; init; }

    /// <summary>What the evidence tools brought; the first turn's alone.</summary>
    public ImmutableArray<StoredEvidence>? Evidence { get; init; }

    /// <summary>The model's message as it came: text, reasoning, calls.</summary>
    public ChatMessage? Reply { get; init; }

    /// <summary>The calls in it, as they were understood.</summary>
    public ImmutableArray<PlannedCall> Calls { get; init; } = [];

    /// <summary>A draft that is to be looked at.</summary>
    public StoredAnswer? Draft { get; init; }

    /// <summary>What a critical reader found wrong with the draft; empty when nothing.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>What is to be reached, in order.</summary>
    public ImmutableArray<Milestone> Milestones { get; init; } = [];

    /// <summary>Which milestone of the newest plan the turn works on.</summary>
    public int Milestone { get; init; }

    /// <summary>Who answered, and what it took.</summary>
    public string? Provider { get; init; }

    /// <summary>The model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>Names of tools that a search brought: they are offered from now on.</summary>
    public ImmutableArray<string> Found { get; init; } = [];

    /// <summary>What is known of everything that the agent had read when it asked for steps; null when all of it may be believed.</summary>
    public FlowLabel? Label { get; init; }

    /// <summary>Why a person was asked about the session; null in the agent's own turns.</summary>
    public Handover? Handover { get; init; }

    /// <summary>As a payload of the run.</summary>
    public Payload ToPayload() => Payload.From(JsonSerializer.SerializeToElement(this, Options));

    /// <summary>Whose work this note is of; null for no note, or one that no agent made.</summary>
    public static string? AgentOf(Payload? note) => note?.Value.Text("agent");

    /// <summary>The label in a note; null for no note, one that no agent made, or one without.</summary>
    public static FlowLabel? LabelOf(Payload? note) =>
        note is { Value.ValueKind: JsonValueKind.Object } && note.Value.TryGetProperty("label", out var label) ? label.Deserialize<FlowLabel>(Options) : null;

    /// <summary>The note of a turn.</summary>
    public static TurnNote Of(StepTurn turn) =>
        turn.Note.Value.Deserialize<TurnNote>(Options) ?? throw new AxleException(ErrorKind.Internal, "The note of a turn is empty.");
}

/// <summary>What a turn was.</summary>
internal enum TurnKind
{
    /// <summary>Thought and calls of tools.</summary>
    Act = 0,

    /// <summary>An answer that is to be looked at.</summary>
    Draft,

    /// <summary>A critical reader's view of the draft.</summary>
    Critique,

    /// <summary>Milestones.</summary>
    Plan,

    /// <summary>Work on a milestone.</summary>
    Milestone,

    /// <summary>What was done to the outside world before anything was asked: kept, so that it is not done again when the asking fails.</summary>
    Deed,

    /// <summary>No turn of the agent: a person was asked whether the session may go on.</summary>
    Escalation,
}

/// <summary>Why a person was asked about a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Reason"><c>failures</c>, <c>confidence</c> or <c>cost</c>.</param>
/// <param name="Why">The same as a sentence.</param>
/// <param name="IsHeld">Whether the step's result waits for the person.</param>
internal sealed record Handover(string Session, string Reason, string Why, bool IsHeld);

/// <summary>What an evidence tool brought.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Effect">What it may change.</param>
/// <param name="Value">The result; null when it failed.</param>
/// <param name="Error">Why it failed.</param>
internal sealed record StoredEvidence(string Tool, Axle.Tools.Contract.ToolEffect Effect, JsonElement? Value, AxleError? Error);

/// <summary>One thing to be reached.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Task">What is to be done.</param>
/// <param name="Acceptance">When it counts as reached.</param>
internal sealed record Milestone(string Title, string Task, string Acceptance);

/// <summary>One call as it was understood.</summary>
internal sealed record PlannedCall
{
    /// <summary>The model's id of the call.</summary>
    public required string Id { get; init; }

    /// <summary>The tool's own name.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments, mended and with defaults; as the model gave them when they are refused.</summary>
    public JsonElement Arguments { get; init; }

    /// <summary>Key of the step that makes the call; null when none does.</summary>
    public string? Step { get; init; }

    /// <summary>Key of the step that asks a person first; null when nobody is asked.</summary>
    public string? Asks { get; init; }

    /// <summary>What a guard found in the answer that makes the call, so that a person must look at it; null when it found nothing of the kind.</summary>
    public string? HeldFor { get; init; }

    /// <summary>Why the call is not made, as the model is told; null when it is made.</summary>
    public string? Problem { get; init; }

    /// <summary>The result when no step is needed for it, such as that of a search for tools; null otherwise.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>What was mended in the arguments, one sentence each.</summary>
    public ImmutableArray<string> Mended { get; init; } = [];
}
