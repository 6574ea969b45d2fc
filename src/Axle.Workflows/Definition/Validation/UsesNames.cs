using System.Collections.Immutable;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Definition.Validation;

/// <summary>The other workflows that a workflow runs as steps.</summary>
public static class UsesNames
{
    /// <summary>Every name or path that a <c>uses</c> of the workflow has, as written, each once, in the order in which they first appear;
    /// at any depth, in error handlers, undo steps and fallbacks too.</summary>
    public static ImmutableArray<string> Of(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        var names = new List<string>();
        Add(workflow.Steps, names);
        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private static void Add(ImmutableArray<Step> steps, List<string> names)
    {
        foreach (var step in steps)
        {
            Add(step.Action, names);
            foreach (var fallback in step.Fallbacks)
                Add(fallback.Action, names);
            foreach (var handler in step.OnError)
                Add(handler.Steps, names);
            if (step.Compensate is { } undo)
                Add([undo], names);
        }
    }

    private static void Add(StepAction? action, List<string> names)
    {
        if (action is UsesAction uses)
            names.Add(uses.Workflow);
        if (action is null)
            return;
        foreach (var inner in ActionParts.Lists(action))
            Add(inner, names);
    }
}
