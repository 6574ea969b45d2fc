using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Tools.Contract;

namespace Axle.Agents.Tests.Support;

/// <summary>Agents and calls that several tests share.</summary>
internal static class Crew
{
    public static AgentDefinition Agent(
        string id, int priority = 0, double confidence = 0.9, AgentLimits? limits = null, params ActionDefinition[] actions) => new()
        {
            Id = id,
            Name = id,
            Description = "Knows licences.",
            Capabilities = [new AgentCapability("licence review", confidence, ["licence", "copyright"])],
            Actions = actions.Length > 0 ? [.. actions] : [Action("review-licences")],
            Instructions = "You know licences.",
            Priority = priority,
            Limits = limits ?? AgentLimits.Default,
            Source = $"{id}.md",
        };

    public static ActionDefinition Action(string name, bool world = false) => new() { Name = name, Description = "Review the licences.", World = world };

    public static AgentCall Call(AgentDefinition agent, string inputs = "{}", bool allowRun = false, string? workspace = null) => new()
    {
        Agent = agent,
        Action = agent.Actions[0],
        Inputs = JsonElement.Parse(inputs),
        Run = new RunId("run-1"),
        Step = "review",
        Place = new ToolContext(workspace ?? Path.GetTempPath(), false, "run-1/review", TimeProvider.System),
        Attributes = allowRun ? TrustedRun : [],
    };

    public static System.Collections.Immutable.ImmutableDictionary<string, string> TrustedRun { get; } =
        System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("allowRun", "true");

    public static bool Trusts(IReadOnlyDictionary<string, string> attributes) => attributes.ContainsKey("allowRun");
}
