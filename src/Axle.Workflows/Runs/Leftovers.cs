namespace Axle.Workflows.Runs;

/// <summary>
/// Drops what waited to be decided and has been: who folds a history decides nothing, so nobody else would take it out, and all items of a long list
/// would stay in memory.
/// </summary>
internal static class Leftovers
{
    public static void Drop(RunState state)
    {
        while (state.Ready.TryPeek(out var step) && step.Status != StepStatus.Pending)
            state.Ready.Dequeue();
        while (state.Closable.TryPeek(out var scope) && scope.IsClosed)
            state.Closable.Dequeue();
        while (state.Undecided.TryPeek(out var decided) && (decided.IsEnded || decided.IsInFlight))
            state.Undecided.Dequeue();
        if (state.Due.Count > 0)
            state.Due.Next();
    }
}
