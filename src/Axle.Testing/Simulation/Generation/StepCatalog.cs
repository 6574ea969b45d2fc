using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Testing.Simulation.Generation;

/// <summary>Finds the definition of a step by its address. Works for sets of workflows in which every key is there once.</summary>
internal sealed class StepCatalog
{
    private readonly Dictionary<string, Step> _byKey = new(StringComparer.Ordinal);

    public StepCatalog(WorkflowSet workflows)
    {
        Workflows = [workflows.Main, .. workflows.Used.Values];
        foreach (var workflow in Workflows)
            Add(workflow.Steps);
    }

    /// <summary>The workflows whose steps it knows.</summary>
    public ImmutableArray<Workflow> Workflows { get; }

    /// <summary>All steps.</summary>
    public IEnumerable<Step> Steps => _byKey.Values;

    public Step Of(string path) => _byKey[path[(path.LastIndexOf('/') + 1)..]];

    private void Add(IEnumerable<Step> steps)
    {
        foreach (var step in steps)
        {
            _byKey.Add(step.Key, step);
            foreach (var handler in step.OnError)
                Add(handler.Steps);
            if (step.Compensate is { } undo)
                Add([undo]);
            foreach (var list in Lists(step.Action))
                Add(list);
        }
    }

    private static IEnumerable<IEnumerable<Step>> Lists(StepAction action) => action switch
    {
        ParallelAction parallel => parallel.Branches.Select(static b => b.Steps.AsEnumerable()),
        SwitchAction choice => choice.Cases.Select(static c => c.Steps.AsEnumerable()).Append(choice.Default),
        SagaAction saga => [saga.Steps],
        LoopAction loop => [loop.Steps],
        ForEachAction each => [each.Steps],
        _ => [],
    };
}
