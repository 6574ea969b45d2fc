using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Definition;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Reasoning;

/// <summary>Makes steps of the run out of planned calls. Arguments travel as inputs, so nothing in them is ever read as an expression.</summary>
internal static class CallSteps
{
    private const string Calls = "calls";

    /// <summary>How long a person has by default before a call counts as rejected.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>The steps; none when no call is to be made.</summary>
    public static NextSteps Of(ImmutableArray<PlannedCall> calls, ToolCatalog catalog, AgentDefinition agent)
    {
        var inputs = new JsonObject();
        var turn = WorkflowBuilder.Create("turn").Input(Calls, "object");
        string? lastWithEffect = null;
        foreach (var call in calls)
        {
            if (call.Step is not { } key)
                continue;
            inputs[key] = JsonSerializer.SerializeToNode(call.Arguments);
            if (call.Tool == Delegation.Name)
            {
                if (call.Asks is { } first)
                    AddQuestion(turn, first, key, call, tool: null, agent);
                AddDelegation(turn, key, call);
                continue;
            }

            var tool = catalog.TryGet(call.Tool, out var found)
                ? found.Description
                : throw new AxleException(ErrorKind.NotFound, $"There is no usable tool '{call.Tool}' any more.");
            if (call.Asks is { } ask)
                AddQuestion(turn, ask, key, call, tool, agent);
            AddCall(turn, key, call, tool, lastWithEffect);
            // What changes something is done in the order in which the model said it.
            if (tool.Effect != ToolEffect.None)
                lastWithEffect = key;
        }

        return inputs.Count == 0
            ? NextSteps.None
            : new NextSteps(turn.Build(), Payload.From(JsonSerializer.SerializeToElement(new JsonObject { [Calls] = inputs })));
    }

    private static void AddDelegation(WorkflowBuilder turn, string key, PlannedCall call) => turn.Step(key, s =>
    {
        s.Agent(CallPlanner.Agent(call.Arguments), FreeTask.Name).ContinueOnError();
        if (call.Asks is { } ask)
            s.DependsOn(ask).With("task", Expr.Step(ask).Output["parameters"]["task"]);
        else
            s.With("task", Argument(key, "task"));
    });

    private static void AddQuestion(WorkflowBuilder turn, string ask, string key, PlannedCall call, ToolDescription? tool, AgentDefinition agent)
    {
        var approval = tool?.Approval ?? new ToolApproval($"Agent '{agent.Id}' wants to call {call.Tool}. May it?");
        turn.Step(ask, s => s.Approval(
            call.HeldFor is { } why ? $"{approval.Message} A guard held the call back. Reason: {why}" : approval.Message,
            assignees: approval.Assignees.IsEmpty ? null : approval.Assignees,
            parameters: Names(call.Arguments).ToDictionary(static name => name, name => Argument(key, name)),
            schema: tool?.Parameters,
            editable: Editable(approval, call, agent),
            timeout: approval.Timeout ?? Patience,
            onTimeout: ApprovalTimeoutChoice.Reject));
    }

    /// <summary>What a person may change of the arguments there are: what the tool says; all of it when the agent's file or a guard asks.</summary>
    private static IEnumerable<string>? Editable(ToolApproval approval, PlannedCall call, AgentDefinition agent) =>
        call is { HeldFor: not null, Tool: Delegation.Name } ? ["task"]
        : !approval.Editable.IsEmpty ? approval.Editable.Intersect(Names(call.Arguments))
        : call.HeldFor is not null || OfferedTools.Matches(agent.Approvals, call.Tool) ? Names(call.Arguments)
        : null;

    private static void AddCall(WorkflowBuilder turn, string key, PlannedCall call, ToolDescription tool, string? after) => turn.Step(key, s =>
    {
        // What may pass by itself is tried again; what the tool says is wrong, the model is told.
        s.Tool(tool.Name).Effect(EffectOf(tool)).Retry(notOn: [ErrorKind.Tool]).ContinueOnError();
        // Also a call without arguments, which reads nothing of the answer, waits for it.
        if (call.Asks is { } ask)
            s.DependsOn(ask).With(Names(call.Arguments).ToDictionary(static name => name, name => Expr.Step(ask).Output["parameters"][name]));
        else
            s.With(Names(call.Arguments).ToDictionary(static name => name, name => Argument(key, name)));
        if (after is not null)
            s.DependsOn(after);
        if (tool.Deadline is { } deadline)
            s.AttemptTimeout(deadline);
    });

    private static StepEffect EffectOf(ToolDescription tool) => tool.Effect switch
    {
        ToolEffect.None => StepEffect.Safe,
        _ when tool.Idempotent => StepEffect.Idempotent,
        _ => StepEffect.Once,
    };

    private static Expr Argument(string key, string name) => Expr.Input(Calls)[key][name];

    private static IEnumerable<string> Names(JsonElement arguments) => arguments.EnumerateObject().Select(static argument => argument.Name);
}
