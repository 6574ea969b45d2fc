using Axle.Agents.Definition;

namespace Axle.Server.OpenAi.Catalog;

/// <summary>What a client's <c>model</c> stands for.</summary>
/// <param name="Provider">The provider, when it is named.</param>
/// <param name="Model">The model, when it is named; <c>auto</c> leaves it to the complexity of the question.</param>
/// <param name="Agent">The agent that is asked as a model.</param>
internal readonly record struct ModelName(string? Provider, string? Model, AgentDefinition? Agent)
{
    /// <summary>Whether the offline provider is what was asked for.</summary>
    public bool IsOffline => Provider == ModelNames.Offline;
}
