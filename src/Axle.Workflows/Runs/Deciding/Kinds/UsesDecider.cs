using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding.Kinds;

/// <summary>The steps of another workflow, with inputs and variables of their own.</summary>
internal static class UsesDecider
{
    /// <summary>Workflows that use each other no deeper than this.</summary>
    public const int DeepestUse = 32;

    public static void Open(Decision decision, StepState step, UsesAction uses)
    {
        var frame = step.Scope.Frame;
        if (frame.Depth >= DeepestUse)
        {
            throw new AxleException(
                ErrorKind.Validation,
                $"Workflows use each other more than {DeepestUse} levels deep: {Chain(frame, uses)}. A workflow that calls itself needs a 'when' that ends it.");
        }

        var workflow = decision.State.Workflows.Find(frame.Workflow, uses.Workflow)
            ?? throw new AxleException(ErrorKind.NotFound, $"This run is not pinned to a workflow '{uses.Workflow}'. Start it anew, so that the workflow is looked up.");
        var inputs = InputCheck.Check(workflow, step.Input ?? Payload.EmptyObject);
        decision.Emit(new ScopeOpened(step.Path, "", inputs, RunDecider.Variables(decision, workflow, inputs)));
    }

    private static string Chain(RunFrame frame, UsesAction uses)
    {
        var names = new List<string> { uses.Workflow };
        for (var at = frame; at is not null && names.Count < 6; at = at.Owner?.Scope.Frame)
            names.Add(at.Workflow.Name);
        names.Reverse();
        return "… → " + string.Join(" → ", names);
    }
}
