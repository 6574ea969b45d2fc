using System.Collections.Immutable;

namespace Axle.Models.Budget;

/// <summary>The budgets that hold.</summary>
/// <param name="Rules">One entry a budget. For each subject and period the entry with the subject's name holds, else the one without a name.</param>
public sealed record BudgetOptions(ImmutableArray<BudgetRule> Rules)
{
    /// <summary>What holds when nothing is configured: 2 dollars a session, 10 dollars a user a day.</summary>
    public static BudgetOptions Default { get; } = new(
    [
        new BudgetRule(BudgetSubject.Session, new SpendingLimit(2m)),
        new BudgetRule(BudgetSubject.User, new SpendingLimit(10m)) { Per = BudgetPeriod.Day },
    ]);

    /// <summary>No budgets: spending is written down and not limited.</summary>
    public static BudgetOptions None { get; } = new([]);
}

/// <summary>One budget.</summary>
/// <param name="For">Whose calls it counts.</param>
/// <param name="Limit">What they may spend; all null: no limit, as when a default is switched off.</param>
public sealed record BudgetRule(BudgetSubject For, SpendingLimit Limit)
{
    /// <summary>The one that it is for; null for each that has no entry of its own.</summary>
    public string? Name { get; init; }

    /// <summary>The time it counts over. Default: for ever.</summary>
    public BudgetPeriod Per { get; init; }

    /// <summary>The share of the limit, above 0 to 1, at which its owner wants to know. Default: 0.8.</summary>
    public decimal AlertAt { get; init; } = 0.8m;

    /// <summary>What happens to a call that it has no room for. Default: it is stopped.</summary>
    public BudgetAction Action { get; init; }
}

/// <summary>Whose calls a budget counts.</summary>
public enum BudgetSubject
{
    /// <summary>All calls.</summary>
    Everything = 0,

    /// <summary>A tenant's.</summary>
    Tenant,

    /// <summary>A user's, within the tenant.</summary>
    User,

    /// <summary>A session's.</summary>
    Session,

    /// <summary>A run's.</summary>
    Run,

    /// <summary>An agent's.</summary>
    Agent,

    /// <summary>Those to a provider.</summary>
    Provider,
}

/// <summary>The time that a budget counts over; days and months are those of UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>For ever.</summary>
    Always = 0,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>What happens to a call that a budget has no room for.</summary>
public enum BudgetAction
{
    /// <summary>It fails.</summary>
    Stop = 0,

    /// <summary>A cheaper model is tried; when none is cheap enough, it fails.</summary>
    Downgrade,

    /// <summary>The run waits until a person has raised the budget.</summary>
    Pause,
}
