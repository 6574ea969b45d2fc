using System.Collections.Immutable;
using Axle.Models.Budget;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax budget list</c>.</summary>
internal sealed record SpendingBudgetListDocument(ImmutableArray<SpendingBudgetPart> Budgets);

/// <summary>A budget in its window; the answer of <c>ax budget raise</c>.</summary>
/// <param name="Budget">Its name.</param>
/// <param name="Window">The day or month; missing for budgets that are counted for ever.</param>
/// <param name="Spent">What is spent.</param>
/// <param name="Held">What is held for calls under way and to come.</param>
/// <param name="Limit">What may be spent; what is missing has no limit.</param>
/// <param name="Raised">Whether somebody raised it.</param>
internal sealed record SpendingBudgetPart(string Budget, string? Window, AmountPart Spent, AmountPart Held, AmountPart Limit, bool Raised)
{
    public static SpendingBudgetPart Of(BudgetStanding standing) => new(
        standing.Window.Budget,
        standing.Window.Window.Length == 0 ? null : standing.Window.Window,
        AmountPart.Of(standing.Spent),
        AmountPart.Of(standing.Held),
        new AmountPart(standing.Limit.Usd is { } usd ? Money.Exact(usd) : null, standing.Limit.Tokens, standing.Limit.Calls),
        standing.IsRaised);
}

/// <summary>Money in US dollars, tokens and calls.</summary>
internal sealed record AmountPart(decimal? Usd, long? Tokens, long? Calls)
{
    public static AmountPart Of(Spending spending) => new(Money.Exact(spending.Usd), spending.Tokens, spending.Calls);
}
