using System.Collections.Immutable;
using Axle.Workflows.Definition;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Graph;

/// <summary>
/// Finds the keys that a step reads through <c>steps.&lt;key&gt;</c> in any of its expressions, inner steps included. A key that
/// an inner list has itself means the inner step and is left out. Keys come once for every place that reads them.
/// </summary>
internal sealed class StepReferences
{
    private readonly List<string> _found = [];
    private readonly List<HashSet<string>> _inner = [];

    /// <summary>The keys outside the step that it reads, its own key included when an inner step, gate or handler reads it.</summary>
    public static List<string> Of(Step step)
    {
        var references = new StepReferences();
        references.Visit(step);
        return references._found;
    }

    private void Visit(Step step)
    {
        Add(step.When?.References);
        Add(step.With?.References);
        Add(step.Cache?.Key.References);
        foreach (var check in step.Gate)
            Add(check.Check.References);
        foreach (var fallback in step.Fallbacks)
        {
            Add(fallback.With?.References);
            if (fallback.Action is { } action)
                Visit(action);
        }

        foreach (var handler in step.OnError)
            Visit(handler.Steps);
        if (step.Compensate is { } undo)
            Visit([undo]);
        Visit(step.Action);
    }

    private void Visit(StepAction action)
    {
        foreach (var template in ActionParts.Templates(action))
            Add(template.References);
        foreach (var condition in ActionParts.Conditions(action))
            Add(condition.References);
        foreach (var list in ActionParts.Lists(action))
            Visit(list);
    }

    private void Visit(ImmutableArray<Step> list)
    {
        _inner.Add([.. list.Select(static s => s.Key)]);
        foreach (var step in list)
            Visit(step);
        _inner.RemoveAt(_inner.Count - 1);
    }

    private void Add(IReadOnlyList<Reference>? references)
    {
        for (var i = 0; i < (references?.Count ?? 0); i++)
        {
            if (references![i] is { Root: "steps", Path: [var key, ..] } && !_inner.Exists(keys => keys.Contains(key)))
                _found.Add(key);
        }
    }
}
