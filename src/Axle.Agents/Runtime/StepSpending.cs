using Axle.Models;
using Axle.Models.Budget;
using Axle.Workflows.Ports;

namespace Axle.Agents.Runtime;

/// <summary>What a step may spend and has spent on models, in the words of the room that counts it.</summary>
internal static class StepSpending
{
    /// <summary>Dollars, tokens and calls of every attempt at a provider; null when no language model was asked.</summary>
    public static Workflows.Runs.ModelUsage? Of(ModelAnswer answer) => answer.Charges.IsEmpty
        ? null
        : new Workflows.Runs.ModelUsage(
            answer.Usd, answer.Charges.Sum(static charge => charge.Usage.InputTokens + charge.Usage.OutputTokens), answer.Charges.Length);

    /// <summary>What the whole run may spend; null for no limit.</summary>
    public static SpendingLimit? LimitOf(StepContext context) =>
        context.Budget is { } budget ? new SpendingLimit(budget.Usd, budget.Tokens, budget.Calls) : null;
}
