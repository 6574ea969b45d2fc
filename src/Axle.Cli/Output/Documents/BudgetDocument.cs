using Axle.Workflows.Definition;
using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>workflow budget</c>: a limit that is absent is none.</summary>
internal sealed record BudgetDocument(string RunId, SpendingPart Spent, SpendingPart Limit)
{
    public static BudgetDocument Of(RunId run, ModelUsage spent, RunBudget? budget) => new(
        run.Value, new SpendingPart(spent.Usd, spent.Tokens, spent.Calls), new SpendingPart(budget?.Usd, budget?.Tokens, budget?.Calls));
}

/// <summary>Money, tokens and calls.</summary>
internal sealed record SpendingPart(decimal? Usd, long? Tokens, long? Calls);
