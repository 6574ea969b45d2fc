using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Validation;

/// <summary>Checks references to steps, and turns them into dependencies.</summary>
internal sealed class StepReferenceCheck(ReadingContext context)
{
    private static readonly string[] Fields = ["output", "status", "error", "attempts"];

    /// <summary>Checks one <c>steps.&lt;key&gt;…</c>.</summary>
    public void Check(UsedExpression used, ContextReference reference)
    {
        if (reference.Path.Count == 0)
            return;
        var key = reference.Path[0];
        var scope = used.Scope ?? context.Scopes.FirstOrDefault();
        var index = used.Scope is null ? -1 : used.StepIndex;
        var mayReadItself = used.Place == ExpressionPlace.Gate;
        while (scope is not null)
        {
            if (scope.Indexes.TryGetValue(key, out var found))
            {
                Found(used, reference, scope, index, found, mayReadItself);
                return;
            }

            // A handler or undo runs after the step that has it, wherever inside the handler the expression stands.
            mayReadItself = scope.Kind == ScopeKind.AfterStep;
            index = scope.OwnerIndex;
            scope = scope.Parent;
        }

        Missing(used, reference, key);
    }

    private void Found(UsedExpression used, ContextReference reference, StepScope scope, int index, int found, bool mayReadItself)
    {
        if (found != index)
        {
            if (index >= 0)
                scope.Steps[index].Edges.TryAdd(found, new StepEdge(used.Root, used.Pointer, used.Start + Math.Max(0, reference.Position)));
        }
        else if (!mayReadItself)
        {
            var inside = used.Scope != scope;
            Add(
                FaultCode.SelfDependency, used, reference,
                inside ? $"a step inside '{reference.Path[0]}' reads the result of '{reference.Path[0]}' itself, which is not there yet."
                    : $"step '{reference.Path[0]}' reads its own result, which is not there yet.",
                "Read another step, or move this into 'gate' or 'onError', which run after the step.");
            return;
        }

        if (reference.Path.Count > 1 && !Fields.Contains(reference.Path[1], StringComparer.OrdinalIgnoreCase))
        {
            var nearest = context.Nearest(reference.Path[1], Fields);
            Add(
                FaultCode.UnknownStepField, used, reference, $"steps have no '{Shown.Text(reference.Path[1])}'.",
                nearest is not null ? $"Did you mean '{nearest}'?"
                    : $"They have output, status, error and attempts. For a part of the result write 'steps.{reference.Path[0]}.output.{Shown.Text(reference.Path[1])}'.");
        }
    }

    private void Missing(UsedExpression used, ContextReference reference, string key)
    {
        var elsewhere = context.Faults.IsFull ? null : context.Scopes.Find(s => s.Indexes.ContainsKey(key));
        if (elsewhere?.Owner is { } owner)
        {
            Add(
                FaultCode.StepOutOfReach, used, reference, $"step '{Shown.Text(key)}' is inside step '{Shown.Text(owner.Key)}' and cannot be read from here.",
                $"Read what that step gives: 'steps.{Shown.Text(owner.Key)}.output'.");
            return;
        }

        if (elsewhere is not null)
            return;
        var known = (used.Scope ?? context.Scopes.FirstOrDefault())?.Indexes.Keys.ToList() ?? [];
        var nearest = context.Nearest(key, known);
        Add(
            FaultCode.UnknownStep, used, reference, $"step '{Shown.Text(key)}' does not exist.",
            nearest is null ? $"Steps here: {Shown.List(known)}." : $"Did you mean '{nearest}'?");
    }

    private void Add(FaultCode code, UsedExpression used, ContextReference reference, string message, string cure) =>
        context.Faults.Add(code, used.Text, used.Locate(context.Faults.Source, reference.Position), message, cure);
}
