using System.Collections.Immutable;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Language;

/// <summary>A workflow while its keys are being read.</summary>
internal sealed class WorkflowDraft
{
    public string Name { get; set; } = "";

    public string? Version { get; set; }

    public string? Description { get; set; }

    public string? Author { get; set; }

    public ImmutableArray<string> Tags { get; set; } = [];

    public List<(Node Name, WorkflowInput Value)> Inputs { get; set; } = [];

    public List<(Node Name, Template Value)> Variables { get; set; } = [];

    public StepDefaults Defaults { get; set; } = StepDefaults.None;

    public Triggers? On { get; set; }

    public RunConcurrency? Concurrency { get; set; }

    public int Priority { get; set; }

    public TimeSpan? Timeout { get; set; }

    public RunBudget? Budget { get; set; }

    public List<(Node Name, Template Value)> Outputs { get; set; } = [];

    public ImmutableArray<Step> Steps { get; set; } = [];

    /// <summary>The workflow, when no fault was found.</summary>
    public Workflow Finish() => new()
    {
        Name = Name,
        Version = Version,
        Description = Description,
        Author = Author,
        Tags = Tags,
        Inputs = ByName(Inputs),
        Variables = ByName(Variables),
        Defaults = Defaults,
        On = On,
        Concurrency = Concurrency,
        Priority = Priority,
        Timeout = Timeout,
        Budget = Budget,
        Outputs = ByName(Outputs),
        Steps = Steps,
    };

    private static ImmutableDictionary<string, T> ByName<T>(List<(Node Name, T Value)> items) => items.Count == 0
        ? ImmutableDictionary<string, T>.Empty
        : items.ToImmutableDictionary(static i => i.Name.Text, static i => i.Value, StringComparer.Ordinal);
}
