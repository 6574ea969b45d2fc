using System.Globalization;
using System.Text.Json;
using Axle.Agents.Routing;
using Axle.Agents.Runtime.Evidence;
using Axle.Models;
using Axle.Tools.Findings;
using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>The decisions that handlers record, each with its sentence and its facts.</summary>
internal static class StepDecisions
{
    /// <summary>Null when the step named the agent's id and the action's name: nothing was decided.</summary>
    public static StepDecision? Routed(AgentAction asked, AgentRoute route)
    {
        if (route is { AgentMatch: AgentMatch.Id, ActionMatch: ActionMatch.Name })
            return null;
        return new StepDecision("agent-routed", route.Reason, Data(new
        {
            askedAgent = asked.Agent,
            askedAction = asked.Action,
            agent = route.Agent.Id,
            action = route.Action.Name,
            confidence = Math.Round(route.Confidence, 3),
            how = route.AgentMatch,
            howAction = route.ActionMatch,
            candidates = route.Candidates,
        }));
    }

    /// <summary>What a guard or a policy decided about something on its way.</summary>
    public static StepDecision Guarded(GuardNote note) => new(
        "guard-decided", $"{note.Subject}: {note.Verdict} by {note.Guard} ({note.Reason}){(note.IsShadow ? ", in shadow mode: nothing was stopped" : "")}", Data(note));

    public static StepDecision EvidenceFailed(ToolResult tool) => new(
        "evidence-failed",
        $"{tool.Tool} failed and its evidence is missing: {tool.Error!.Message}",
        Data(new { tool = tool.Tool, kind = tool.Error.Kind.ToName(), message = tool.Error.Message }));

    public static StepDecision PlannedOnly(string what) =>
        new("planned-only", $"'{what}' was planned only; run with --apply to carry it out.");

    public static StepDecision ConclusionsDropped(int count) => new(
        "conclusions-dropped",
        $"{count.ToString(CultureInfo.InvariantCulture)} conclusion{(count == 1 ? "" : "s")} of the model named no finding as proof and {(count == 1 ? "was" : "were")} dropped.",
        Data(new { count }));

    /// <summary>One decision for each provider that was chosen, in order.</summary>
    public static IEnumerable<StepDecision> Providers(ModelAnswer answer) => answer.Decisions.Select(static decision =>
    {
        var passedOver = decision.Chain
            .TakeWhile(static candidate => candidate.Standing is not CandidateStanding.Chosen)
            .Any(static candidate => candidate.Standing is CandidateStanding.Skipped or CandidateStanding.Failed);
        return new StepDecision(
            passedOver ? "provider-fallback" : "provider-chosen",
            $"{decision.Chosen} ({decision.Model}): {decision.Reason}",
            Data(decision));
    });

    private static JsonElement Data<T>(T facts) => FindingJson.ToElement(facts);
}
