using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>What lists show of a run's history.</summary>
/// <param name="Seq">The last event that is in it.</param>
/// <param name="Version">Version of the workflow.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Steps">How many steps.</param>
/// <param name="Usd">US dollars spent.</param>
/// <param name="Error">What it failed with.</param>
/// <param name="Agents">What agents did in it, by id.</param>
internal sealed record RunDigest(
    long Seq, string? Version, DateTimeOffset? EndedAt, StepCounts Steps, decimal Usd, string? Error, ImmutableDictionary<string, AgentWork> Agents)
{
    /// <summary>Nothing is known: of a run that cannot be read.</summary>
    public static RunDigest None { get; } = new(0, null, null, new StepCounts(0, 0, 0, 0), 0, null, AgentWork.Nobodys);

    /// <summary>Sums a state up.</summary>
    public static RunDigest Of(RunState state)
    {
        var (total, completed, failed, running) = (0, 0, 0, 0);
        var agents = AgentWork.Nobodys;
        foreach (var step in state.Records)
        {
            if (StepAgent.Of(step).Agent is { } agent)
                agents = agents.SetItem(agent, agents.GetValueOrDefault(agent).And(step));
            total++;
            completed += step.Status == StepStatus.Completed ? 1 : 0;
            failed += step.Status == StepStatus.Failed ? 1 : 0;
            running += step.Status == StepStatus.Running && step.Inner is null ? 1 : 0;
        }

        return new RunDigest(
            state.LastSeq, state.Workflow.Version, state.EndedAt,
            new StepCounts(total, completed, failed, running), state.Spent.Usd, state.Error?.Message, agents);
    }
}
