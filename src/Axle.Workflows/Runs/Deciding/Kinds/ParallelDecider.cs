using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding.Kinds;

/// <summary>Branches side by side: all are opened at once, and joined when the last has ended.</summary>
internal static class ParallelDecider
{
    public static void GoOn(Decision decision, StepState step, ParallelAction parallel)
    {
        var inner = step.Inner!;
        foreach (var branch in parallel.Branches.Where(b => inner.Find(b.Name) is null))
            decision.Emit(new ScopeOpened(step.Path, branch.Name));
        if (inner.Open > 0)
            return;
        var scopes = parallel.Branches.Select(b => inner.Find(b.Name)!).ToArray();
        if (Array.Find(scopes, static s => s.Error is not null) is { } failed)
            CompensationDecider.Fail(decision, step, failed.Error!);
        else
            StepDecider.Succeed(decision, step, () => JsonObjects.Build(scopes.Select(static s => KeyValuePair.Create(s.Name, s.Output!))));
    }
}
