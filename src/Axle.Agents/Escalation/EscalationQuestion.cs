using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Reasoning;
using Axle.Models.Guarding;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>
/// Hands a session to a person: an approval below the agent's step, with a summary and the saved session. To agree is to let it go on; <c>guidance</c> is
/// told to the agent, and an answer that was held back may be changed. To reject ends the session.
/// </summary>
internal static class EscalationQuestion
{
    /// <summary>Key of the step that asks.</summary>
    public const string Step = "person";

    private const string Given = "escalation";

    /// <summary>The turn that asks.</summary>
    /// <param name="state">How the session stands.</param>
    /// <param name="saved">What is known of it.</param>
    /// <param name="options">Who is asked, and for how long.</param>
    /// <param name="agent">The agent that works; null when none was chosen yet.</param>
    /// <param name="held">The result that is held back; null when there is none.</param>
    /// <param name="fault">How this step failed; null when it did not.</param>
    public static StepResult Of(SessionState state, SavedSession saved, EscalationOptions options, string? agent, StepResult? held, string? fault = null)
    {
        var failed = fault is null || state.Why?.Contains(fault, StringComparison.Ordinal) is true ? "" : $" This step failed: {fault}";
        var given = new JsonObject
        {
            ["message"] = string.Create(
                CultureInfo.InvariantCulture,
                $"Session '{state.Session}' needs a person. {state.Why}{failed} Agree to let it go on, with 'guidance' for the agent if you like; reject to end it."),
            ["summary"] = saved.Summary,
            ["session"] = saved.ToJson(),
            ["guidance"] = "",
            ["answer"] = held is null ? null : JsonSerializer.SerializeToNode(held.Output.Value),
        };
        string[] shown = ["summary", "session", "guidance"], editable = ["guidance"];
        if (held is not null)
            (shown, editable) = ([.. shown, "answer"], ["guidance", "answer"]);
        var turn = WorkflowBuilder.Create("escalation").Input(Given, "object").Step(Step, s => s.Approval(
            "${{ inputs.escalation.message }}",
            assignees: options.Assignees.IsEmpty ? null : options.Assignees,
            parameters: shown.ToDictionary(static name => name, static name => Expr.Input(Given)[name]),
            editable: editable,
            timeout: options.Wait,
            onTimeout: ApprovalTimeoutChoice.Reject).ContinueOnError());
        var note = new TurnNote
        {
            Kind = TurnKind.Escalation,
            Agent = agent,
            Handover = new Handover(state.Session, state.Reason ?? "", state.Why ?? "", IsHeld: held is not null),
        };
        return StepResult.Continue(
            note.ToPayload(),
            new NextSteps(turn.Build(), Payload.From(JsonSerializer.SerializeToElement(new JsonObject { [Given] = given }))),
            held?.Decisions ?? [],
            held?.Usage);
    }
}
