using Axle.Workflows.Definition;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>Decides whether a run may spend more on models. When it may not, it pauses, and goes on when it may.</summary>
internal static class BudgetDecider
{
    /// <summary>Whether a step may start. When its run has spent what it may, the run pauses and the step stays as it is.</summary>
    public static bool MayStart(Decision decision, StepState step)
    {
        var state = decision.State;
        if (state.Budget is not { } budget || state.Status != RunStatus.Executing || step.Action is not (AgentAction or PromptAction)
            || Reached(budget, state.Spent) is not { } limit)
            return true;
        decision.Emit(new BudgetSpent(limit));
        decision.Emit(new RunPaused("budget", $"It has spent what it may: {limit}. Raise the budget and it goes on."));
        if (step.Status == StepStatus.Pending)
            state.Ready.Enqueue(step);
        return false;
    }

    /// <summary>A step found out that it may not spend what it would have to: the run pauses, and the step is done again when it goes on.</summary>
    public static void Wait(Decision decision, StepState step, AxleError error, ModelUsage? usage)
    {
        decision.Emit(new StepAttemptFailed(step.Path, step.Attempt, error, decision.Now, usage));
        if (decision.State.Status != RunStatus.Executing)
            return;
        decision.Emit(new BudgetSpent("reserved"));
        decision.Emit(new RunPaused("budget", error.Message));
    }

    private static string? Reached(RunBudget budget, ModelUsage spent) =>
        budget.Usd <= spent.Usd ? "usd" : budget.Tokens <= spent.Tokens ? "tokens" : budget.Calls <= spent.Calls ? "calls" : null;
}
