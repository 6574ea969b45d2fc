using System.Collections.Immutable;
using Axle.Agents.Connections;
using Axle.Agents.Reasoning;
using Axle.Agents.Routing;
using Axle.Schemas;
using Axle.Tools.Contract;
using Axle.Workflows.Definition;

namespace Axle.Agents.References;

/// <summary>Checks, before a workflow runs, that its agents, actions and tools exist, and tells the route that each step would take.</summary>
/// <param name="router">Finds agents.</param>
/// <param name="tools">The tools there are.</param>
/// <param name="connected">Agents that connect, for those who belong to a tenant; null for none.</param>
public sealed class AgentReferences(AgentRouter router, ToolCatalog tools, ConnectedAgents? connected = null)
{
    /// <summary>Goes through all steps, inner ones, fallbacks and error handlers included.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="tenant">The tenant that is to run it, whose own agents it may name; null for the default one.</param>
    /// <returns>What is worth knowing, in the order of the file; empty when every name is exact.</returns>
    public ImmutableArray<AgentReference> Check(Workflow workflow, string? tenant = null)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var finds = connected?.RouterFor(tenant) ?? router;
        return [.. workflow.Steps.SelectMany(step => Check(finds, step, ""))];
    }

    private IEnumerable<AgentReference> Check(AgentRouter finds, Step step, string parent)
    {
        var path = parent + step.Key;
        foreach (var action in step.Fallbacks.Select(static fallback => fallback.Action).OfType<StepAction>().Prepend(step.Action))
        {
            if (CheckAction(finds, action, path) is { } reference)
                yield return reference;
        }

        var inner = Lists(step.Action).Concat(step.OnError.Select(static handler => handler.Steps)).SelectMany(static list => list);
        if (step.Compensate is { } undo)
            inner = inner.Append(undo);
        foreach (var reference in inner.SelectMany(child => Check(finds, child, path + "/")))
            yield return reference;
    }

    private AgentReference? CheckAction(AgentRouter finds, StepAction action, string path) => action switch
    {
        AgentAction agent => CheckAgent(finds, agent, path),
        ToolAction tool when !tools.TryGet(tool.Tool, out _) => new AgentReference(path, ReferenceLevel.Error, NoTool(tool.Tool), 0),
        _ => null,
    };

    private AgentReference? CheckAgent(AgentRouter finds, AgentAction asked, string path)
    {
        try
        {
            if (FreeTask.IsAskedFor(asked) && asked.Agent is null)
                return new AgentReference(path, ReferenceLevel.Note, "The agent that fits the task is found when the task is known.", 0);
            var route = AgentTask.Route(finds, asked, default);
            if (route.Action.Tool is { } call && !tools.TryGet(call.Tool, out _))
                return new AgentReference(path, ReferenceLevel.Error, $"Action '{route.Action.Name}' of agent '{route.Agent.Id}' is the call of a tool. {NoTool(call.Tool)}", 0);
            if (route is { AgentMatch: AgentMatch.Id, ActionMatch: ActionMatch.Name })
                return null;
            var level = route.IsNamed || (asked.Agent is null && route.ActionMatch != ActionMatch.Nearest) ? ReferenceLevel.Note : ReferenceLevel.Warning;
            return new AgentReference(path, level, route.Reason, route.Confidence);
        }
        catch (AxleException fault) when (fault.Error.Kind == ErrorKind.NotFound)
        {
            return new AgentReference(path, ReferenceLevel.Error, fault.Message, 0);
        }
    }

    private string NoTool(string name)
    {
        var names = tools.Tools.Select(static tool => tool.Description.Name).ToArray();
        return NearestName.Find(name, names) is { } nearest
            ? $"There is no tool '{name}'. Did you mean '{nearest}'?"
            : $"There is no tool '{name}'. Tools: {string.Join(", ", names)}.";
    }

    private static IEnumerable<ImmutableArray<Step>> Lists(StepAction action) => action switch
    {
        ParallelAction parallel => parallel.Branches.Select(static branch => branch.Steps),
        ForEachAction forEach => [forEach.Steps],
        LoopAction loop => [loop.Steps],
        SwitchAction choice => [.. choice.Cases.Select(static item => item.Steps), choice.Default],
        SagaAction saga => [saga.Steps],
        _ => [],
    };
}
