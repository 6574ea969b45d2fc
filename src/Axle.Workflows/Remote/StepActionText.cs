using System.Text.Json;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Remote;

/// <summary>What a step does, in the form that travels. Expressions were evaluated into the input before, and do not travel.</summary>
internal sealed record StepActionText
{
    public required string Kind { get; init; }

    public string? Name { get; init; }

    public string? Action { get; init; }

    public string? Source { get; init; }

    public CodeLanguage Language { get; init; }

    public bool Shell { get; init; }

    public JsonElement? Output { get; init; }

    public static StepActionText Of(StepAction action) => action switch
    {
        AgentAction agent => new() { Kind = agent.Kind, Name = agent.Agent, Action = agent.Action },
        PromptAction prompt => new() { Kind = prompt.Kind, Output = prompt.Output },
        ToolAction tool => new() { Kind = tool.Kind, Name = tool.Tool },
        CodeAction code => new() { Kind = code.Kind, Language = code.Language, Source = code.Source },
        RunAction run => new() { Kind = run.Kind, Shell = run.Shell },
        _ => throw new ArgumentOutOfRangeException(nameof(action), action.Kind, "Not a kind whose work a handler does."),
    };

    /// <param name="input">The step's evaluated input, which has what expressions said.</param>
    /// <exception cref="JsonException">It is of a kind that this version does not know.</exception>
    public StepAction ToAction(JsonElement input) => Kind switch
    {
        "agent" => new AgentAction(Name, Action ?? ""),
        "prompt" => new PromptAction(Template.Literal(Part(input, "prompt")), Output),
        "tool" => new ToolAction(Name ?? ""),
        "code" => new CodeAction(Language, Source ?? ""),
        "run" => new RunAction(
            Part(input, "command") is { ValueKind: JsonValueKind.Array } command ? [.. command.EnumerateArray().Select(Template.Literal)] : [],
            Shell, Literal(input, "directory"), Literal(input, "environment")),
        _ => throw new JsonException($"Steps of kind '{Kind}' are not known to this version."),
    };

    private static JsonElement Part(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var part) ? part : Runs.Payload.Null.Value;

    private static Template? Literal(JsonElement input, string name) =>
        Part(input, name) is { ValueKind: not JsonValueKind.Null } part ? Template.Literal(part) : null;
}
