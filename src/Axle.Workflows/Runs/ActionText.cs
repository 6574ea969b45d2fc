using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>What an action does, in a few words for people.</summary>
internal static class ActionText
{
    public static string Of(StepAction action) => action switch
    {
        AgentAction agent => $"{agent.Agent ?? "any agent"}/{agent.Action}",
        ToolAction tool => tool.Tool,
        _ => action.Kind,
    };

    public static string Of(Fallback fallback)
    {
        var parts = new List<string>();
        if (fallback.Action is { } action)
            parts.Add(Of(action));
        if (fallback.Provider is { } provider)
            parts.Add($"provider {provider}");
        if (fallback.Model is { } model)
            parts.Add($"model {model}");
        if (fallback.With is not null && parts.Count == 0)
            parts.Add("other inputs");
        return string.Join(", ", parts);
    }
}
