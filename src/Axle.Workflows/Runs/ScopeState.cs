using System.Text.Json;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Runs;

/// <summary>A list of steps that runs as one graph. Addresses: <c>each[3]/check</c>, <c>saga/book</c>.</summary>
internal sealed class ScopeState
{
    public ScopeState(StepGraph graph, ScopeRole role, RunFrame frame, StepState? owner, string name)
    {
        Graph = graph;
        Role = role;
        Frame = frame;
        Owner = owner;
        Name = name;
        Prefix = PrefixOf(role, owner, name);
        // Steps of a used workflow see nothing of the workflow around them, nor do those that a handler asked for.
        Parent = role is ScopeRole.Uses or ScopeRole.Turn ? null : owner?.Scope;
        Steps = new StepState[graph.Steps.Length];
        for (var i = 0; i < Steps.Length; i++)
            Steps[i] = new StepState(graph.Steps[i], i, this);
        Open = Steps.Length;
    }

    public StepGraph Graph { get; private set; }

    public ScopeRole Role { get; }

    /// <summary>The workflow it belongs to, with its inputs and variables.</summary>
    public RunFrame Frame { get; }

    /// <summary>The scope around this one, whose steps its expressions may read too; null for a workflow's own steps.</summary>
    public ScopeState? Parent { get; }

    /// <summary>The step that this scope belongs to; null for the run's own.</summary>
    public StepState? Owner { get; }

    /// <summary>Branch name, or number of the item, round or case; empty where the owner has one list only.</summary>
    public string Name { get; }

    /// <summary>What the paths of its steps begin with: empty, or a path ending in <c>/</c>.</summary>
    public string Prefix { get; }

    public StepState[] Steps { get; private set; }

    /// <summary>Steps that have not ended.</summary>
    public int Open { get; set; }

    /// <summary>Which of its owner's error handlers it is; 0 for all else.</summary>
    public int Handler { get; init; }

    /// <summary>Number of the item, batch or round.</summary>
    public int Index { get; init; }

    /// <summary>The item, or the list of items of a batch.</summary>
    public JsonElement Item { get; init; }

    /// <summary>What the round before gave; null for the first one and for all but rounds.</summary>
    public Payload? Previous { get; set; }

    /// <summary>The workflow, as it was written into the history, of steps that a handler asked for; null for all others.</summary>
    public Payload? Written { get; init; }

    /// <summary>Whether it has inputs and variables of its own.</summary>
    public bool IsWorkflow => Role is ScopeRole.Root or ScopeRole.Uses or ScopeRole.Turn;

    /// <summary>Whether its owner has taken note that all its steps ended.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether it is to be done again and waits for room among the items in work.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Why it failed; null when it did not, or has not ended.</summary>
    public AxleError? Error { get; set; }

    /// <summary>What it gave; null when it failed, or has not ended.</summary>
    public Payload? Output { get; set; }

    /// <summary>Steps that ended, in that order.</summary>
    public EndedSteps Ended { get; private set; } = new();

    /// <summary>Whether a step in it, at any depth, completed and names how to undo it: then the scope is kept after its end.</summary>
    public bool HasUndo { get; set; }

    /// <summary>The first step that makes the scope fail; null when none does.</summary>
    public StepState? FirstFailure => Array.Find(Steps, static s => s is { Status: StepStatus.Failed, BlocksDependants: true });

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

    /// <summary>Goes on as a list of another definition; its steps have to be put in anew.</summary>
    public void Rebase(StepGraph graph) => (Graph, Steps) = (graph, new StepState[graph.Steps.Length]);

    public void ForgetEnded() => Ended = new EndedSteps();

    private static string PrefixOf(ScopeRole role, StepState? owner, string name) => role switch
    {
        ScopeRole.Root => "",
        ScopeRole.Handler => owner!.Path + "/onError/",
        ScopeRole.Undo => owner!.Path + "/compensate/",
        ScopeRole.Saga or ScopeRole.Uses => owner!.Path + "/",
        _ => $"{owner!.Path}[{name}]/",
    };
}
