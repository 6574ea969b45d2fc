namespace Axle.Models.Budget;

/// <summary>What this process holds of one budget, and spends from without asking the store. Guarded by the lock of its book.</summary>
internal sealed class BudgetAccount(BudgetWindow window, BudgetRule rule, Scope scope)
{
    /// <summary>Below this share of its limit a budget is scarce: nobody keeps more of it than it needs.</summary>
    private const decimal ScarceShare = 0.2m;

    private const int FewestSpare = 8;
    private const int MostSpare = 1024;
    private int _spare = FewestSpare;

    public BudgetWindow Window => window;

    /// <summary>What is configured, with the limit of the last call that brought one.</summary>
    public BudgetRule Rule { get; set; } = rule;

    /// <summary>Whose call touched it first, for events.</summary>
    public Scope Scope => scope;

    /// <summary>What the store knows that this process holds, less what is being given back.</summary>
    public Spending Held { get; set; }

    /// <summary>The part of it that is reserved for calls under way.</summary>
    public Spending Reserved { get; set; }

    /// <summary>The part of it that is spent, and not written yet.</summary>
    public Spending Unwritten { get; set; }

    /// <summary>As the store told it last; null before.</summary>
    public BudgetStanding? Standing { get; set; }

    /// <summary>When it was used last, by the clock's timestamps.</summary>
    public long UsedAt { get; set; }

    /// <summary>When more of it was asked for last, by the clock's timestamps.</summary>
    public long ClaimedAt { get; set; }

    /// <summary>What can be reserved without asking the store. Less than nothing when calls cost more than was reserved.</summary>
    public Spending Free => Held - Reserved - Unwritten;

    /// <summary>Calls that ask the store for more of it.</summary>
    public int Waiting { get; set; }

    /// <summary>Whether no call uses it now.</summary>
    public bool IsLeft => Waiting == 0 && Reserved.IsZero;

    /// <summary>Whether it can be forgotten.</summary>
    public bool IsEmpty => IsLeft && Unwritten.IsZero && Held.IsZero;

    private bool IsScarce => Standing is { } standing
        && standing.Limit.ShareOf(standing.Spent + standing.Held) > 1 - ScarceShare;

    /// <summary>Whether the budget is spent for a call that needs so much: calls under way, when they end, cannot help.</summary>
    public bool IsSpentFor(Spending need) => Standing is { } standing && !standing.Limit.Allows(standing.Spent + Unwritten + need);

    /// <summary>What is asked of the store for a call; null when enough is free.</summary>
    /// <param name="least">What the call needs at the least.</param>
    /// <param name="full">What it would have.</param>
    /// <param name="spentBefore">What had been spent before the ledger knew the budget.</param>
    /// <param name="isBusy">Whether it was claimed a moment ago: then more is asked for besides, since each claim waits for the disk.</param>
    public BudgetClaim? ClaimFor(Spending least, Spending full, Spending spentBefore, bool isBusy)
    {
        var free = Free;
        if (full.FitsInto(free))
            return null;
        _spare = isBusy ? Math.Min(_spare * 2, MostSpare) : FewestSpare;
        return new BudgetClaim(window, Rule.Limit)
        {
            AlertAt = Rule.AlertAt,
            SpentBefore = spentBefore,
            Need = Spending.Most(least - free, default),
            Wish = Spending.Most(full - free, default),
            Spare = new Spending(full.Usd * _spare, full.Tokens * _spare, full.Calls * _spare),
        };
    }

    /// <summary>Takes what is to be written: what was spent, and what is given back. Null when there is nothing.</summary>
    public BudgetMove? TakeMove(bool givesBack)
    {
        var free = Spending.Most(Free, default);
        var released = Spending.Least(Unwritten + (givesBack || IsScarce ? free : default), Held);
        if (Unwritten.IsZero && released.IsZero)
            return null;
        var move = new BudgetMove(window, Unwritten, released) { Scope = scope };
        Held -= released;
        Unwritten = default;
        return move;
    }
}
