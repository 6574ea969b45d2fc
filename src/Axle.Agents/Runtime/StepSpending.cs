using Axle.Models;

namespace Axle.Agents.Runtime;

/// <summary>What a step has spent on models, for the budget of its run.</summary>
internal static class StepSpending
{
    /// <summary>Dollars, tokens and calls, each round of correction a call; null when no language model was asked.</summary>
    public static Workflows.Runs.ModelUsage? Of(ModelAnswer answer) => answer.Offline
        ? null
        : new Workflows.Runs.ModelUsage(answer.Usd, answer.Usage.InputTokens + answer.Usage.OutputTokens, 1 + answer.Corrections);
}
