using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>What an agent did.</summary>
/// <param name="Done">Pieces of work that it completed.</param>
/// <param name="Failed">Those that failed for good.</param>
/// <param name="Took">How long the completed ones took together.</param>
internal readonly record struct AgentWork(int Done, int Failed, TimeSpan Took)
{
    /// <summary>Nothing, by nobody.</summary>
    public static ImmutableDictionary<string, AgentWork> Nobodys { get; } = ImmutableDictionary.Create<string, AgentWork>(StringComparer.OrdinalIgnoreCase);

    /// <summary>That, and a step.</summary>
    public AgentWork And(StepRecord step) => step switch
    {
        { Status: StepStatus.Completed } => this with { Done = Done + 1, Took = Took + ((step.EndedAt - step.StartedAt) ?? TimeSpan.Zero) },
        { Status: StepStatus.Failed } => this with { Failed = Failed + 1 },
        _ => this,
    };

    /// <summary>Both together.</summary>
    public AgentWork And(AgentWork other) => new(Done + other.Done, Failed + other.Failed, Took + other.Took);
}
