using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Workflows.Definition;

namespace Axle.Agents.Reasoning;

/// <summary>The action that every agent has beside its own: a task in words.</summary>
public static class FreeTask
{
    /// <summary>Its name.</summary>
    public const string Name = "task";

    /// <summary>Whether a step asks for it.</summary>
    internal static bool IsAskedFor(AgentAction asked) => asked.Action.Equals(Name, StringComparison.OrdinalIgnoreCase);

    private static readonly JsonElement Inputs = JsonElement.Parse(
        """
        {"type":"object","properties":{
          "task":{"type":"string","minLength":1,"description":"What is to be done."},
          "agent":{"type":"string","description":"Id or alias of the agent, for steps that name none; left out, the agent that fits the task."},
          "context":{"description":"What it needs to know: any data."}},
         "required":["task"],"additionalProperties":false}
        """);

    private static readonly JsonElement Output = JsonElement.Parse(
        """
        {"type":"object","properties":{
          "summary":{"type":"string","description":"The result, complete, in Markdown."},
          "done":{"type":"boolean","description":"Whether the task was done as asked."},
          "open":{"type":"array","items":{"type":"string"},"description":"What is left, and what stood in the way."},
          "confidence":{"type":"number","minimum":0,"maximum":1,"description":"How sure you are that the result is right, 0 to 1."}},
         "required":["summary","done"],"additionalProperties":false}
        """);

    /// <summary>The action; an agent that has one of the same name keeps its own.</summary>
    internal static ActionDefinition Action { get; } = new()
    {
        Name = Name,
        Description = "Do the task that is given under 'inputs'.",
        InputSchema = Inputs,
        Prompt = "Do it completely. Use tools where they help, and say only what you know from their results or from what you were given.",
        OutputSchema = Output,
        Reasoning = ReasoningStyle.React,
    };
}
