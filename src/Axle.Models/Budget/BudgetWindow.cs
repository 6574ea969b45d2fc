using System.Globalization;

namespace Axle.Models.Budget;

/// <summary>A budget in the time that it counts over.</summary>
/// <param name="Budget">The budget: what it is for, the name, and how it is counted, such as <c>session:s1</c>, <c>user:alice/day</c>.</param>
/// <param name="Window">The time: <c>2026-01-31</c>, <c>2026-01</c>, in UTC; empty for budgets that are counted for ever.</param>
public readonly record struct BudgetWindow(string Budget, string Window)
{
    private const string Day = "/day";
    private const string Month = "/month";

    /// <summary>A budget in the day or month that goes on.</summary>
    /// <param name="budget">Its name, such as <c>user:alice/day</c>.</param>
    /// <param name="now">The time.</param>
    public static BudgetWindow At(string budget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var format = budget.EndsWith(Day, StringComparison.Ordinal) ? "yyyy-MM-dd" : budget.EndsWith(Month, StringComparison.Ordinal) ? "yyyy-MM" : null;
        return new(budget, format is null ? "" : now.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>Whether it is the budget of a tenant, or of a user or session in it.</summary>
    /// <param name="tenant">The tenant; users and sessions without one belong to <see cref="Scope.DefaultTenant"/>.</param>
    public bool IsOf(string tenant)
    {
        var subject = Window.Length > 0 ? Budget[..Budget.LastIndexOf('/')] : Budget;
        var part = NamePart(tenant);
        return subject == $"tenant:{part}" || IsBelow("user:") || IsBelow("session:");

        bool IsBelow(string kind) => subject.StartsWith($"{kind}{part}/", StringComparison.Ordinal)
            || (tenant == Scope.DefaultTenant && subject.StartsWith(kind, StringComparison.Ordinal) && !subject.Contains('/', StringComparison.Ordinal));
    }

    /// <summary>Whether a budget is that of a user, for ever, a day or a month.</summary>
    /// <param name="budget">Its name.</param>
    /// <param name="tenant">The tenant; users without one belong to <see cref="Scope.DefaultTenant"/>.</param>
    /// <param name="user">The user.</param>
    public static bool IsOfUser(string budget, string tenant, string user)
    {
        ArgumentNullException.ThrowIfNull(budget);
        string[] subjects = tenant == Scope.DefaultTenant
            ? [$"user:{NamePart(tenant)}/{NamePart(user)}", $"user:{NamePart(user)}"]
            : [$"user:{NamePart(tenant)}/{NamePart(user)}"];
        return subjects.Any(subject => budget == subject || budget == subject + Day || budget == subject + Month);
    }

    /// <summary>A name as it stands in that of a budget: one with a slash must not be read as a tenant and a name, and be another's.</summary>
    internal static string NamePart(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Window.Length == 0 ? Budget : $"{Budget} of {Window}";
}

/// <summary>What a process asks of a budget, to spend from it without asking each time.</summary>
/// <param name="Window">The budget.</param>
/// <param name="Limit">Its limit as configured; one that was raised holds instead.</param>
public sealed record BudgetClaim(BudgetWindow Window, SpendingLimit Limit)
{
    /// <summary>The share of the limit, 0 to 1, at which its owner wants to know.</summary>
    public decimal AlertAt { get; init; } = 1;

    /// <summary>What had been spent before the ledger knew the budget; counts when it is first claimed.</summary>
    public Spending SpentBefore { get; init; }

    /// <summary>The least that is of use: less is not granted.</summary>
    public Spending Need { get; init; }

    /// <summary>What is wished for; half of what is left at the most.</summary>
    public Spending Wish { get; init; }

    /// <summary>What comes handy besides, for calls that follow; an eighth of what is left then at the most.</summary>
    public Spending Spare { get; init; }

    /// <summary>What is granted when so much is left: nothing when that is less than the need.</summary>
    public Spending GrantFrom(Spending left)
    {
        if (!Need.FitsInto(left))
            return default;
        var granted = Need + Spending.Least(Spending.Most(Wish - Need, default), Share(left - Need, 2));
        return granted + Spending.Least(Spare, Share(left - granted, 8));
    }

    // Rounded down to what prices are made of, so that stores keep it exactly.
    private static Spending Share(Spending left, int parts) =>
        Spending.Most(new(decimal.Floor(left.Usd * 1_000_000 / parts) / 1_000_000, left.Tokens / parts, left.Calls / parts), default);
}

/// <summary>What a claim brought.</summary>
/// <param name="Granted">What the process holds more than before.</param>
/// <param name="Standing">The budget afterwards.</param>
public sealed record BudgetGrant(Spending Granted, BudgetStanding Standing)
{
    /// <summary>The <see cref="Ledger.IModelLedger.Tenure"/> in which it was granted.</summary>
    public long Tenure { get; init; }
}

/// <summary>How a budget stands.</summary>
/// <param name="Window">The budget.</param>
/// <param name="Limit">What may be spent: as configured, or as raised when that is more.</param>
/// <param name="Spent">What has been spent.</param>
/// <param name="Held">What all processes hold for calls under way and calls to come.</param>
public sealed record BudgetStanding(BudgetWindow Window, SpendingLimit Limit, Spending Spent, Spending Held)
{
    /// <summary>Whether the limit was raised in this window.</summary>
    public bool IsRaised { get; init; }

    /// <summary>When it changed last.</summary>
    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What calls did to a budget, to be written with them.</summary>
/// <param name="Window">The budget.</param>
/// <param name="Spent">What they spent.</param>
/// <param name="Released">What the process holds no longer: what was spent, and what it gives back.</param>
public sealed record BudgetMove(BudgetWindow Window, Spending Spent, Spending Released)
{
    /// <summary>Whose calls they were; for events, it is not stored.</summary>
    public Scope Scope { get; init; } = Scope.None;
}
