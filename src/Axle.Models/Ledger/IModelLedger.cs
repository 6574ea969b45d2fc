using Axle.Models.Budget;

namespace Axle.Models.Ledger;

/// <summary>
/// Port: keeps what calls cost and what budgets have left, for all processes that share it. Everything in one write happens together or not at
/// all. What a process holds of budgets, and its calls that are under way, are settled for it when it has died.
/// </summary>
public interface IModelLedger
{
    /// <summary>
    /// Names the time in which what this process was granted is its own. Another number: others may have taken it for dead and given away what it held, so
    /// that it holds nothing any more. Always 0 where that cannot be.
    /// </summary>
    long Tenure => 0;

    /// <summary>
    /// Writes calls and what they did to budgets. A call that is there already is replaced; a batch that was written already, though its writer was not told,
    /// is not written again.
    /// </summary>
    /// <returns>Budgets that passed the share at which their owner wants to know, each once in its window.</returns>
    ValueTask<IReadOnlyList<BudgetStanding>> WriteAsync(LedgerBatch batch, CancellationToken cancellationToken);

    /// <summary>
    /// Has this process hold more of budgets, as far as they reach: never is more spent and held by all processes together than a budget's limit.
    /// </summary>
    /// <returns>What was granted, in the order of the claims.</returns>
    ValueTask<IReadOnlyList<BudgetGrant>> ClaimAsync(IReadOnlyList<BudgetClaim> claims, CancellationToken cancellationToken);

    /// <summary>Raises the limit of a budget in its window; what is null stays. It counts from the next claim on, in every process.</summary>
    ValueTask RaiseAsync(BudgetWindow budget, SpendingLimit limit, CancellationToken cancellationToken);

    /// <summary>Budgets that have been used, newest window first.</summary>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    ValueTask<IReadOnlyList<BudgetStanding>> ListBudgetsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sums of calls, the dearest first; days in their order.</summary>
    ValueTask<IReadOnlyList<LedgerSum>> SumAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Calls, newest first.</summary>
    ValueTask<IReadOnlyList<LedgerEntry>> ListAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets whom calls were for: what they cost stays, under another name and without their conversations; budgets of the user are removed.
    /// </summary>
    /// <param name="tenant">The tenant; calls that name none are of the default one.</param>
    /// <param name="user">The user.</param>
    /// <param name="pseudonym">What stands in the place of the user's name.</param>
    /// <param name="cancellationToken">Cancels before anything was changed.</param>
    /// <returns>How many calls it were.</returns>
    ValueTask<int> ForgetUserAsync(string tenant, string user, string pseudonym, CancellationToken cancellationToken);
}

/// <summary>What is written together.</summary>
/// <param name="Entries">Calls, begun or ended.</param>
/// <param name="Moves">What they did to the budgets.</param>
public sealed record LedgerBatch(IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<BudgetMove> Moves)
{
    /// <summary>Its name, unique for ever.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>The <see cref="IModelLedger.Tenure"/> in which was granted what it gives back; of another one nothing is left to give back.</summary>
    public long Tenure { get; init; }
}
