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
        Add(step.When);
        Add(step.With);
        Add(step.Cache?.Key);
        foreach (var check in step.Gate)
            Add(check.Check);
        foreach (var fallback in step.Fallbacks)
        {
            Add(fallback.With);
            if (fallback.Action is { } action)
                Visit(action);
        }

        foreach (var handler in step.OnError)
            Visit(handler.Steps, []);
        if (step.Compensate is { } undo)
            Visit([undo], []);
        Visit(step.Action);
    }

    private void Visit(StepAction action)
    {
        foreach (var template in ActionParts.Templates(action))
            Add(template);

        // The conditions of a loop read the steps inside it; those of a switch are read before any of its steps.
        var inside = action is LoopAction ? ActionParts.Conditions(action) : [];
        if (action is not LoopAction)
        {
            foreach (var condition in ActionParts.Conditions(action))
                Add(condition);
        }

        foreach (var list in ActionParts.Lists(action))
            Visit(list, inside);
    }

    private void Visit(ImmutableArray<Step> list, IEnumerable<Expression> conditions)
    {
        _inner.Add(list.Select(static s => s.Key).ToHashSet(StringComparer.OrdinalIgnoreCase));
        foreach (var step in list)
            Visit(step);
        foreach (var condition in conditions)
            Add(condition);
        _inner.RemoveAt(_inner.Count - 1);
    }

    private void Add(Template? template)
    {
        for (var i = 0; i < (template?.Parts.Count ?? 0); i++)
            Add(template!.Parts[i].Expression);
    }

    private void Add(Expression? expression)
    {
        for (var i = 0; i < (expression?.References.Count ?? 0); i++)
        {
            var reference = expression!.References[i];
            if (reference.Path.Count > 0 && IsSteps(reference.Root) && !_inner.Exists(keys => keys.Contains(reference.Path[0])))
                _found.Add(reference.Path[0]);
        }
    }

    private static bool IsSteps(string root) => root.Equals("steps", StringComparison.OrdinalIgnoreCase);
}
