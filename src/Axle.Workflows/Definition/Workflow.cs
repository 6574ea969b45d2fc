using System.Collections.Immutable;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition;

/// <summary>
/// What a workflow is: the one typed definition that YAML, JSON and C# are read into. Immutable; valid when it came out of
/// <c>WorkflowReader</c>.
/// </summary>
public sealed record Workflow
{
    /// <summary>The workflow's name: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Semantic version; null when the file has none.</summary>
    public string? Version { get; init; }

    /// <summary>What it is for, in a sentence or two.</summary>
    public string? Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Inputs by name; checked before a run starts.</summary>
    public ImmutableDictionary<string, WorkflowInput> Inputs { get; init; } = ImmutableDictionary<string, WorkflowInput>.Empty;

    /// <summary>Run variables and their first values, which may refer to <c>inputs</c>.</summary>
    public ImmutableDictionary<string, Template> Variables { get; init; } = ImmutableDictionary<string, Template>.Empty;

    /// <summary>Settings for steps that are silent about them.</summary>
    public StepDefaults Defaults { get; init; } = StepDefaults.None;

    /// <summary>What starts runs by itself; null when nothing does.</summary>
    public Triggers? On { get; init; }

    /// <summary>How many runs of a group may execute at once; null when any number may.</summary>
    public RunConcurrency? Concurrency { get; init; }

    /// <summary>Importance among runs, -100 to 100; 0 by default.</summary>
    public int Priority { get; init; }

    /// <summary>Longest time a run may take, pauses not counted; null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What a run may spend; null for no limit.</summary>
    public RunBudget? Budget { get; init; }

    /// <summary>What a run returns, by name; when empty a run returns its last steps' outputs by key.</summary>
    public ImmutableDictionary<string, Template> Outputs { get; init; } = ImmutableDictionary<string, Template>.Empty;

    /// <summary>The steps, in the order of the file.</summary>
    public required ImmutableArray<Step> Steps { get; init; }
}
