using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Building;
using Axle.Workflows.Runs;

namespace Axle.Agents.Reasoning;

/// <summary>A workflow of one step: an agent does a task in words.</summary>
public static class AgentWorkflow
{
    /// <summary>Its name.</summary>
    public const string Name = "agent-task";

    /// <summary>Key of its step.</summary>
    public const string Step = "work";

    /// <summary>Makes it. Inputs: <c>task</c>, and <c>context</c>, any data.</summary>
    /// <param name="agent">Id or alias; null for the agent that fits the task.</param>
    /// <param name="provider">Provider to prefer; null for none.</param>
    /// <param name="model">Model to prefer; null for none.</param>
    /// <param name="usd">What it may spend, in US dollars; null for no limit of its own.</param>
    public static Workflow Of(string? agent, string? provider = null, string? model = null, decimal? usd = null)
    {
        var workflow = WorkflowBuilder.Create(Name)
            .Input("task", "string", required: true)
            .Input("context", new { description = "What the agent needs to know.", @default = (object?)null })
            .Step(Step, s =>
            {
                s.Agent(agent, FreeTask.Name).With("task", Expr.Input("task")).With("context", Expr.Input("context"));
                if (provider is not null)
                    s.Provider(provider);
                if (model is not null)
                    s.Model(model);
            })
            .Output("summary", Expr.Step(Step).Output["summary"])
            .Output("done", Expr.Step(Step).Output["done"])
            .Output("open", Expr.Step(Step).Output["open"])
            .Output("agent", Expr.Step(Step).Output["agent"]);
        return (usd is { } limit ? workflow.Budget(usd: limit) : workflow).Build();
    }

    /// <summary>What the agent answered, from the outputs of a run that completed: text in Markdown.</summary>
    public static string AnswerOf(Payload outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs.Value.TryGetProperty("summary", out var summary) ? summary.ToString() : outputs.ToString();
    }
}
