using Axle.Workflows.Graph;

namespace Axle.Workflows.Runs;

/// <summary>A list of steps that runs as one graph: the run's own steps, or those of an error handler.</summary>
internal sealed class ScopeState
{
    public ScopeState(StepGraph graph, ScopeState? parent, StepState? owner, string prefix)
    {
        Graph = graph;
        Parent = parent;
        Owner = owner;
        Prefix = prefix;
        Steps = new StepState[graph.Steps.Length];
        for (var i = 0; i < Steps.Length; i++)
            Steps[i] = new StepState(graph.Steps[i], i, this);
        Open = Steps.Length;
    }

    public StepGraph Graph { get; }

    /// <summary>The scope around this one, whose steps its expressions may read too; null for the run's own.</summary>
    public ScopeState? Parent { get; }

    /// <summary>The step that this scope belongs to; null for the run's own.</summary>
    public StepState? Owner { get; }

    /// <summary>What the paths of its steps begin with: empty, or a path ending in <c>/</c>.</summary>
    public string Prefix { get; }

    public StepState[] Steps { get; }

    /// <summary>Steps that have not ended.</summary>
    public int Open { get; set; }

    /// <summary>Finds a step by key here or in the scopes around.</summary>
    public StepState? Find(string key)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var index = scope.Graph.IndexOf(key);
            if (index >= 0)
                return scope.Steps[index];
        }

        return null;
    }
}
