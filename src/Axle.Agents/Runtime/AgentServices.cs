using Axle.Agents.Connections;
using Axle.Agents.Escalation;
using Axle.Agents.Kinds;
using Axle.Agents.Routing;
using Axle.Models;
using Axle.Models.Guarding;
using Axle.Tools.Contract;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>What agents work with.</summary>
/// <param name="Router">Finds the agent for a step.</param>
/// <param name="Tools">The tools, behind the check of their arguments.</param>
/// <param name="Models">The one door to language models.</param>
/// <param name="Time">The clock.</param>
/// <param name="Desk">Agents that are no prompts, and how all agents are doing.</param>
public sealed record AgentServices(AgentRouter Router, ToolCatalog Tools, ModelGateway Models, TimeProvider Time, AgentDesk Desk)
{
    /// <summary>How sessions stand; null where none is watched.</summary>
    public SessionShelf? Sessions { get; init; }

    /// <summary>When a session is handed to a person.</summary>
    public EscalationOptions Escalation { get; init; } = new();

    /// <summary>Agents that live in other processes and connect to this one; null for none.</summary>
    public ConnectedAgents? Connected { get; init; }

    /// <summary>Finds agents for a run: those of its tenant are among them.</summary>
    /// <param name="context">The step.</param>
    /// <param name="agent">The agent that it names: one that is not known yet may have registered at another server.</param>
    internal async ValueTask<AgentRouter> RouterAsync(StepContext context, string? agent = null)
    {
        if (Connected is null)
            return Router;
        var tenant = context.Attributes.GetValueOrDefault(RunAttributes.Tenant);
        await Connected.OpenAsync();
        if (agent is not null)
            await Connected.LookAsync(tenant, agent);
        return Connected.RouterFor(tenant);
    }
}
