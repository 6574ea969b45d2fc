using System.Collections.Immutable;
using Axle.Models;
using Axle.Models.Budget;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>What a step may spend and has spent on models, in the words of the room that counts it.</summary>
internal static class StepSpending
{
    /// <summary>Dollars, tokens and calls of every attempt at a provider; null when no language model was asked.</summary>
    public static Workflows.Runs.ModelUsage? Of(ModelAnswer answer) => Of(answer.Charges);

    /// <summary>The same of the charges alone, as those of a call that failed.</summary>
    public static Workflows.Runs.ModelUsage? Of(ImmutableArray<ModelCharge> charges) => charges.IsEmpty
        ? null
        : new Workflows.Runs.ModelUsage(
            charges.Sum(static charge => charge.Usd), charges.Sum(static charge => charge.Usage.InputTokens + charge.Usage.OutputTokens), charges.Length);

    /// <summary>An answer; when there is none, what was spent counts for the run all the same.</summary>
    public static async ValueTask<ModelAnswer> CountingAsync(ModelCall call, ValueTask<ModelAnswer> asking)
    {
        try
        {
            return await asking;
        }
        catch (AxleException failure) when (Of(call.Charges) is { } spent)
        {
            AttemptUsage.Attach(failure, spent);
            throw;
        }
    }

    /// <summary>What the whole run may spend; null for no limit.</summary>
    public static SpendingLimit? LimitOf(StepContext context) =>
        context.Budget is { } budget ? new SpendingLimit(budget.Usd, budget.Tokens, budget.Calls) : null;
}
