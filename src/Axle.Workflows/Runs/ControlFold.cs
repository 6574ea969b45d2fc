using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>What people's interventions do to a run's state: forks, migrations, edits, budgets, dead letters.</summary>
internal static class ControlFold
{
    public static bool TryApply(RunState state, RecordedEvent recorded)
    {
        switch (recorded.Event)
        {
            case RunForked forked:
                Fork(state, forked);
                break;
            case RunMigrated migrated:
                state.Definition = migrated.Definition;
                break;
            case RunEdited edited:
                state.Frame.Inputs = edited.Inputs ?? state.Frame.Inputs;
                if (edited.Variables is { } variables)
                    state.Frame.Set(variables.Value);
                break;
            case StepInputEdited edited:
                state.EditedInputs[edited.Path] = edited.Input;
                break;
            case BudgetSpent:
                state.Flags |= RunAttention.Budget;
                break;
            case BudgetChanged changed:
                state.Budget = changed is { Usd: null, Tokens: null, Calls: null } ? null : new RunBudget(changed.Usd, changed.Tokens, changed.Calls);
                state.Flags &= ~RunAttention.Budget;
                break;
            case DeadLetterDiscarded:
                state.Flags &= ~RunAttention.DeadLetter;
                break;
            case ForkPromoted:
                state.Flags &= ~RunAttention.DeadLetter;
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>A run goes on for whoever forked it, and with what they may.</summary>
    public static void TakeAttributes(RunState state, RunForked forked) =>
        state.Attributes = forked.Attributes is { } others ? state.Attributes.SetItems(others) : state.Attributes;

    /// <summary>What was in flight goes on in the other run; here it begins anew, perhaps with other inputs.</summary>
    private static void Fork(RunState state, RunForked forked)
    {
        state.Parent = new RunId(forked.Parent);
        state.IsReplay = forked.Seq == 0;
        TakeAttributes(state, forked);
        if (state.InFlight == 0 || state.Root is null)
            return;
        foreach (var step in RunState.Walk(state.Root).Where(static s => s.IsInFlight).ToArray())
            state.Reset(step);
        state.Recount();
    }
}
