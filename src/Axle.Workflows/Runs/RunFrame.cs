using System.Text.Json;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Runs;

/// <summary>A workflow in execution: the run's own, or one that a <c>uses</c> step runs. It has inputs and variables of its own.</summary>
internal sealed class RunFrame(Workflow workflow, StepState? owner, int depth)
{
    private Dictionary<string, JsonElement>? _variables;

    public Workflow Workflow { get; set; } = workflow;

    /// <summary>The <c>uses</c> step; null for the run's own workflow.</summary>
    public StepState? Owner { get; } = owner;

    /// <summary>How many <c>uses</c> steps it is inside of.</summary>
    public int Depth { get; } = depth;

    /// <summary>How many handlers that asked for steps it is inside of.</summary>
    public int Turns { get; } = owner is null ? 0 : owner.Scope.Frame.Turns + (owner.Action.IsWork ? 1 : 0);

    public Payload Inputs { get; set; } = Payload.EmptyObject;

    public IReadOnlyDictionary<string, JsonElement> Variables => _variables ?? Empty;

    public void Set(JsonElement values)
    {
        foreach (var variable in values.EnumerateObject())
            (_variables ??= new Dictionary<string, JsonElement>(StringComparer.OrdinalIgnoreCase))[variable.Name] = variable.Value;
    }

    private static readonly Dictionary<string, JsonElement> Empty = [];
}
