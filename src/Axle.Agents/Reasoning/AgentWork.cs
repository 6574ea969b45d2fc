using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Runtime.Evidence;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Reasoning;

/// <summary>One piece of an agent's work in one turn: who does what, on which facts, and what came before.</summary>
/// <param name="Context">The step.</param>
/// <param name="Route">Agent and action.</param>
/// <param name="Inputs">The action's inputs, checked.</param>
/// <param name="Evidence">What is known for certain.</param>
/// <param name="History">The turns before, with what the agent noted.</param>
internal sealed record AgentWork(
    StepContext Context,
    AgentRoute Route,
    JsonElement Inputs,
    AgentEvidence Evidence,
    ImmutableArray<(TurnNote Note, StepTurn Turn)> History)
{
    /// <summary>What persons who looked at the session told the agent, oldest first.</summary>
    public ImmutableArray<string> Guidance { get; init; } = [];

    /// <summary>How it is reasoned about.</summary>
    public ReasoningStyle Style => Route.Action.Reasoning;

    /// <summary>The note of the turn before; null in the first.</summary>
    public TurnNote? Last => History.IsEmpty ? null : History[^1].Note;

    /// <summary>Whether no question may follow that is not the last one.</summary>
    public bool IsLastTurn => History.Count(static h => h.Note.Kind != TurnKind.Deed) + 1 >= Style.Turns
        || History.Sum(static h => h.Note.Tokens) >= Route.Agent.Limits.Tokens;

    /// <summary>How often the answer was looked at since work began.</summary>
    public int Reflections => History.Count(static h => h.Note.Kind == TurnKind.Critique);

    /// <summary>Tools that were searched for.</summary>
    public ImmutableHashSet<string> Found => [.. History.SelectMany(static h => h.Note.Found)];

    /// <summary>Every call so far, with whether it failed.</summary>
    public IReadOnlyList<(PlannedCall Call, bool Failed)> Calls =>
        [.. History.SelectMany(static h => h.Note.Calls.Select(call => (call, Conversation.Observe(call, h.Turn).Failed)))];

    /// <summary>What is asked, in words: tools are chosen by it.</summary>
    public string Task => Inputs.Text("task") ?? Route.Action.Description;
}
