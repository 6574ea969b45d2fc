using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>A step's result that a person looks at before anything is made of it: an approval below the step, which may change the result.</summary>
internal static class HeldAnswer
{
    private const string Note = "heldAnswer";
    private const string Look = "look";
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>The result; held back when a guard wants a person to look at it.</summary>
    /// <param name="result">What the step brought.</param>
    /// <param name="why">Why a person must look; null when nobody must.</param>
    public static StepResult Of(StepResult result, string? why)
    {
        if (why is null)
            return result;
        var note = new JsonObject { [Note] = JsonSerializer.SerializeToNode(result.Output.Value) };
        var turn = WorkflowBuilder.Create("held").Input("held", "object").Step(Look, static s => s.Approval(
            "A guard held this answer back. Let it go on, change it, or reject it. Reason: ${{ inputs.held.why }}",
            parameters: new Dictionary<string, Expr> { ["answer"] = Expr.Input("held")["answer"] },
            editable: ["answer"],
            timeout: Patience,
            onTimeout: ApprovalTimeoutChoice.Reject).ContinueOnError());
        var inputs = new JsonObject { ["held"] = new JsonObject { ["why"] = why, ["answer"] = JsonSerializer.SerializeToNode(result.Output.Value) } };
        return StepResult.Continue(
            Payload.From(JsonSerializer.SerializeToElement(note)), new NextSteps(turn.Build(), Payload.From(JsonSerializer.SerializeToElement(inputs))),
            result.Decisions, result.Usage);
    }

    /// <summary>What a person made of a result that was held; null when none was.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>: the person rejected it, or nobody answered.</exception>
    public static StepResult? Released(StepContext context)
    {
        if (context.Turns is not [.., { Note: { IsResolved: true } note, Results: var results }] || note.Value.ValueKind != JsonValueKind.Object
            || !note.Value.TryGetProperty(Note, out _))
            return null;
        if (results is { } ended && ended.Value.TryGetProperty(Look, out var look) && look.Text("status") == "completed"
            && look.GetProperty("output").TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty("answer", out var answer))
            return new StepResult(Payload.From(answer), [new StepDecision("answer-released", $"A person let the answer go on: {look.GetProperty("output").Text("by")}.")]);
        throw new AxleException(ErrorKind.Refused, "A guard held the answer back, and the person who looked at it did not let it go on.");
    }
}
