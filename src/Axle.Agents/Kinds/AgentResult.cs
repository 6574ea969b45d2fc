using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>What an agent brought.</summary>
/// <param name="Output">An object that matches the action's output schema.</param>
public sealed record AgentResult(JsonElement Output)
{
    /// <summary>What it spent on models, where it says so; null when it asked none.</summary>
    public ModelUsage? Usage { get; init; }

    /// <summary>What a reader of the run's history should see.</summary>
    public ImmutableArray<StepDecision> Decisions { get; init; } = [];

    /// <summary>A result whose output is made of an object of the program.</summary>
    public static AgentResult Of<T>(T output) => new(JsonSerializer.SerializeToElement(output, JsonSerializerOptions.Web));
}
