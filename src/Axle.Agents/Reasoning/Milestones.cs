using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Definition;
using Axle.Agents.Runtime;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Reasoning;

/// <summary>Work by milestones: what is planned, what was reached, and the steps that work on one and check it.</summary>
internal static class Milestones
{
    /// <summary>How often it is planned, the first time included.</summary>
    public const int MostPlans = 4;

    private const string Work = "work";
    private const string Check = "check";

    public const string Instructions =
        "You plan work for an agent that has tools. A plan is a short list of milestones, each of which can be done and checked by itself, in the order in which they "
        + "must be done.";

    public static JsonElement Schema { get; } = JsonElement.Parse(
        """
        {"type":"object","properties":{"milestones":{"type":"array","minItems":1,"maxItems":12,"items":{"type":"object","properties":{
          "title":{"type":"string"},"task":{"type":"string","description":"What is to be done; complete, as it is read alone."},
          "acceptance":{"type":"string","description":"What must be true of the result so that the milestone counts as reached."}},
          "required":["title","task","acceptance"],"additionalProperties":false}}},"required":["milestones"],"additionalProperties":false}
        """);

    private static readonly JsonElement Verdict = JsonElement.Parse(
        """
        {"type":"object","properties":{"passed":{"type":"boolean"},"why":{"type":"string"}},"required":["passed","why"],"additionalProperties":false}
        """);

    /// <summary>What a planner is asked.</summary>
    public static string Question(AgentWork work, ImmutableArray<Reached> reached) =>
        reached.IsEmpty
            ? $"Plan this: {work.Task}\n\n{work.Route.Action.Prompt}"
            : $"Plan the rest of this: {work.Task}\n\nWhat was done so far:\n{string.Join('\n', reached.Select(static r => r.ToString()))}\n\n"
                + "The last one was not reached. Plan what is left another way; do not repeat what was reached.";

    public static ImmutableArray<Milestone> Read(JsonElement? plan) =>
        plan is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("milestones", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(static m => new Milestone(m.Text("title") ?? "", m.Text("task") ?? "", m.Text("acceptance") ?? ""))]
            : [];

    /// <summary>How the milestones that were worked on ended, oldest first.</summary>
    public static ImmutableArray<Reached> Of(AgentWork work)
    {
        var reached = ImmutableArray.CreateBuilder<Reached>();
        ImmutableArray<Milestone> plan = [];
        foreach (var (note, turn) in work.History)
        {
            if (note.Kind == TurnKind.Plan)
                plan = note.Milestones;
            else if (note.Kind == TurnKind.Milestone)
                reached.Add(Judge(plan[note.Milestone], turn));
        }

        return reached.ToImmutable();
    }

    /// <summary>The steps that work on a milestone, by the same agent, and check it.</summary>
    public static NextSteps Steps(AgentDefinition agent, Milestone milestone, ImmutableArray<Reached> before)
    {
        var inputs = new JsonObject
        {
            ["task"] = milestone.Task,
            ["acceptance"] = milestone.Acceptance,
            ["before"] = new JsonArray([.. before.Select(static r => (JsonNode)r.ToString())]),
        };
        var turn = WorkflowBuilder.Create("milestone").Input("goal", "object")
            .Step(Work, s => s.Agent(agent.Id, FreeTask.Name)
                .With("task", Expr.Input("goal")["task"]).With("context", Expr.Input("goal")["before"]).ContinueOnError())
            .Step(Check, static s => s
                .Prompt("Does the result under 'result' meet this: ${{ inputs.goal.acceptance }}? Judge by what it shows, not by what it claims.", Verdict)
                .With("result", Expr.Step(Work).Output).DependsOn(Work).ContinueOnError());
        return new NextSteps(turn.Build(), Payload.From(JsonSerializer.SerializeToElement(new JsonObject { ["goal"] = inputs })));
    }

    private static Reached Judge(Milestone milestone, StepTurn turn)
    {
        var summary = Member(turn, Work) is { } work && work.Text("summary") is { } text ? text : "";
        if (Member(turn, Check) is not { } verdict)
            return new Reached(milestone, false, summary, "the work or its check failed");
        return new Reached(milestone, verdict.TryGetProperty("passed", out var passed) && passed.ValueKind == JsonValueKind.True, summary, verdict.Text("why") ?? "");
    }

    private static JsonElement? Member(StepTurn turn, string step) =>
        turn.Results is { } results && results.Value.TryGetProperty(step, out var result) && result.TryGetProperty("output", out var output)
            && output.ValueKind == JsonValueKind.Object ? output : null;

    /// <summary>A milestone that was worked on.</summary>
    /// <param name="Milestone">The milestone.</param>
    /// <param name="IsReached">Whether it passed its check.</param>
    /// <param name="Result">What the work brought.</param>
    /// <param name="Why">What the check says.</param>
    internal sealed record Reached(Milestone Milestone, bool IsReached, string Result, string Why)
    {
        public override string ToString() => $"- {Milestone.Title}: {(IsReached ? "reached" : "NOT reached")} ({Why}). Result: {Result}";
    }
}
