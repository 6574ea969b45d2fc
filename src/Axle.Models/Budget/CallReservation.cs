using Axle.Models.Ledger;

namespace Axle.Models.Budget;

/// <summary>What is asked for a call.</summary>
/// <param name="Scope">Whom it is for.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Estimate">What it may cost.</param>
/// <param name="Run">What its run may spend besides; null for no more than is configured.</param>
/// <param name="RunSpent">What its run had spent before the ledger knew it.</param>
/// <param name="Deadline">Until when it may wait for others' reservations; null for as long as anybody waits.</param>
internal sealed record CallAsk(
    Scope Scope,
    string Provider,
    string Model,
    CallEstimate Estimate,
    SpendingLimit? Run = null,
    Spending RunSpent = default,
    DateTimeOffset? Deadline = null);

/// <summary>A call under way: what is reserved for it, and how it stands in the ledger.</summary>
internal sealed class CallReservation(CallAsk ask, BudgetAccount[] accounts, long outputTokens, LedgerEntry entry)
{
    public CallAsk Ask => ask;

    /// <summary>Where it is counted.</summary>
    public BudgetAccount[] Accounts => accounts;

    /// <summary>Most tokens of answer that there is room for.</summary>
    public long OutputTokens => outputTokens;

    /// <summary>Whether that is less than was asked for.</summary>
    public bool IsCut => outputTokens < ask.Estimate.OutputTokens;

    /// <summary>What is reserved in each account.</summary>
    public Spending Amount { get; } = ask.Estimate.With(outputTokens);

    /// <summary>As it is to be written. Guarded by the lock of the book.</summary>
    public LedgerEntry Entry { get; set; } = entry;

    /// <summary>Whether it waits to be written. Guarded by the lock of the book.</summary>
    public bool IsQueued { get; set; }
}
