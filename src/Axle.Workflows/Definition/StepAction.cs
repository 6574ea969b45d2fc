using System.Text.Json;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>What a step does: one record a kind. <see cref="Kind"/> is the key that names it in a file.</summary>
public abstract record StepAction
{
    /// <summary>The key that names this kind in a file, for example <c>agent</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a handler does the work. The other kinds hold steps, wait or change the run; they may last for days and fail only
    /// as what is in them fails, so the defaults for retries and time limits are not meant for them.</summary>
    public bool IsWork => this is AgentAction or PromptAction or ToolAction or CodeAction or RunAction;
}

/// <summary>An agent performs one of its actions.</summary>
/// <param name="Agent">Id or alias of the agent; null to have it inferred from the action.</param>
/// <param name="Action">The action's name.</param>
public sealed record AgentAction(string? Agent, string Action) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "agent";
}

/// <summary>One model call.</summary>
/// <param name="Prompt">The text, with expressions.</param>
/// <param name="Output">JSON Schema of the answer; null for plain text.</param>
public sealed record PromptAction(Template Prompt, JsonElement? Output) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "prompt";
}

/// <summary>One tool call; <see cref="Step.With"/> gives the arguments.</summary>
/// <param name="Tool">The tool's name.</param>
public sealed record ToolAction(string Tool) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "tool";
}

/// <summary>Assigns run variables.</summary>
/// <param name="Values">A JSON object: variable name to value.</param>
public sealed record SetAction(Template Values) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "set";
}

/// <summary>Ends the run with an error.</summary>
/// <param name="Message">What the error says.</param>
public sealed record FailAction(Template Message) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "fail";
}

/// <summary>Ends the run with a result.</summary>
/// <param name="Value">The run's outputs.</param>
public sealed record ReturnAction(Template Value) : StepAction
{
    /// <inheritdoc/>
    public override string Kind => "return";
}
