using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;

namespace Axle.Agents.Definition;

/// <summary>One thing an agent can be asked to do: facts first, then a model's reading of them.</summary>
public sealed record ActionDefinition
{
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");
    private static readonly JsonElement AnyInputs = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private JsonSchema? _inputs;
    private JsonSchema? _output;

    /// <summary>Unique in its agent: lower-case letters, digits and <c>-</c>, at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>What it brings, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Other names for it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>JSON Schema of the inputs object.</summary>
    public JsonElement InputSchema { get; init; } = AnyInputs;

    /// <summary>The same schema, compiled when it is first asked for: a run uses a few of the library's hundred actions.</summary>
    public JsonSchema Inputs => _inputs ??= JsonSchema.Parse(InputSchema);

    /// <summary>Tool calls that collect the facts, in the order of the file; they run at the same time. May be empty.</summary>
    public ImmutableArray<EvidenceCall> Evidence { get; init; } = [];

    /// <summary>Tool that publishes what the run found so far, for example <c>report.write</c>; null for actions that publish nothing.</summary>
    public string? Publishes { get; init; }

    /// <summary>Whether its tools may change the outside world; they only plan unless the run was started with <c>--apply</c>.</summary>
    public bool World { get; init; }

    /// <summary>How the agent comes to the result; when nothing is said, in one answer from evidence, else with its tools.</summary>
    public ReasoningStyle Reasoning
    {
        get => field ?? (Evidence.IsEmpty && Publishes is null ? ReasoningStyle.React : ReasoningStyle.Once);
        init;
    }

    /// <summary>
    /// The tool whose call is the whole action, for example one of an MCP server; null for all other actions. Without arguments it gets the inputs.
    /// </summary>
    public EvidenceCall? Tool { get; init; }

    /// <summary>The task as told to the model. Empty for actions that ask no model.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>JSON Schema of the answer; an object.</summary>
    public JsonElement OutputSchema { get; init; } = AnyObject;

    /// <summary>The same schema, compiled when it is first asked for.</summary>
    public JsonSchema Output => _output ??= JsonSchema.Parse(OutputSchema);
}
