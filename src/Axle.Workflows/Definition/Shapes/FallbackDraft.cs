using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A fallback before the step it belongs to is known.</summary>
internal sealed record FallbackDraft
{
    public string? Agent { get; init; }

    public string? Action { get; init; }

    public Template? Prompt { get; init; }

    public JsonElement? Output { get; init; }

    public string? Tool { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public Template? With { get; init; }

    /// <summary>Puts in what the step says and the fallback does not.</summary>
    public Fallback Finish(StepAction step)
    {
        var agent = step as AgentAction;
        StepAction? action = this switch
        {
            { Prompt: { } prompt } => new PromptAction(prompt, Output),
            { Tool: { } tool } => new ToolAction(tool),
            { Agent: null, Action: null } => null,
            _ => new AgentAction(Agent ?? agent?.Agent, Action ?? agent?.Action ?? ""),
        };
        return new Fallback(action, Provider, Model, With);
    }
}
