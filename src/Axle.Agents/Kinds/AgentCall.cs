using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>One action that an agent is asked to perform.</summary>
public sealed record AgentCall
{
    /// <summary>The agent.</summary>
    public required AgentDefinition Agent { get; init; }

    /// <summary>The action.</summary>
    public required ActionDefinition Action { get; init; }

    /// <summary>An object that matches the action's input schema, defaults filled in.</summary>
    public required JsonElement Inputs { get; init; }

    /// <summary>The run that the work belongs to.</summary>
    public required RunId Run { get; init; }

    /// <summary>Address of the step in the run.</summary>
    public required string Step { get; init; }

    /// <summary>
    /// The place where it works: the workspace, for whom, the idempotency key, and whether it may change the outside world, which only an action
    /// that says so in its definition may.
    /// </summary>
    public required ToolContext Place { get; init; }

    /// <summary>Facts the host gave the run when it started.</summary>
    public ImmutableDictionary<string, string> Attributes { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>When the attempt is out of time; null for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Which attempt of the step it is, from 1: the same again when one is made anew after a crash.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Notes for the run's history what happens meanwhile, also when the attempt fails; null for nowhere.</summary>
    public Action<StepDecision>? Note { get; init; }

    /// <summary>The call that a step makes.</summary>
    /// <param name="context">The step.</param>
    /// <param name="route">Who does it.</param>
    /// <param name="inputs">Checked inputs.</param>
    /// <param name="time">The clock.</param>
    public static AgentCall Of(StepContext context, AgentRoute route, JsonElement inputs, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(route);
        return new AgentCall
        {
            Agent = route.Agent,
            Action = route.Action,
            Inputs = inputs,
            Run = context.RunId,
            Step = context.Path,
            Place = RunAttributes.ToolContext(context, apply: route.Action.World && RunAttributes.MayApply(context), time, route.Agent.Id),
            Attributes = context.Attributes,
            Deadline = context.Deadline,
            Attempt = context.Attempt,
            Note = context.Note,
        };
    }
}
