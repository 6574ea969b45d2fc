using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Table <c>model_budgets</c>: what each budget allows and what was spent of it.</summary>
internal sealed class BudgetTable(SqliteLink link) : IDisposable
{
    private const string Columns =
        "budget, window, limit_usd, limit_tokens, limit_calls, raised_usd, raised_tokens, raised_calls, is_raised, spent_usd, spent_tokens, spent_calls, " +
        "alert_at, alerted, changed_at";

    private readonly Statement _find = new(link, $"SELECT {Columns} FROM model_budgets WHERE budget = ?1 AND window = ?2");
    private readonly Statement _list = new(link, $"SELECT {Columns} FROM model_budgets ORDER BY changed_at DESC, budget LIMIT ?1");

    private readonly Statement _claim = new(link, """
        INSERT INTO model_budgets (budget, window, limit_usd, limit_tokens, limit_calls, spent_usd, spent_tokens, spent_calls, alert_at, changed_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (budget, window) DO UPDATE SET
            limit_usd = excluded.limit_usd, limit_tokens = excluded.limit_tokens, limit_calls = excluded.limit_calls, alert_at = excluded.alert_at,
            changed_at = excluded.changed_at
        """);

    private readonly Statement _spend = new(link, """
        UPDATE model_budgets SET spent_usd = spent_usd + ?3, spent_tokens = spent_tokens + ?4, spent_calls = spent_calls + ?5, changed_at = ?6
        WHERE budget = ?1 AND window = ?2
        """);

    private readonly Statement _alerted = new(link, "UPDATE model_budgets SET alerted = 1 WHERE budget = ?1 AND window = ?2");

    private readonly Statement _raise = new(link, """
        INSERT INTO model_budgets (budget, window, raised_usd, raised_tokens, raised_calls, is_raised, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)
        ON CONFLICT (budget, window) DO UPDATE SET
            raised_usd = coalesce(excluded.raised_usd, raised_usd), raised_tokens = coalesce(excluded.raised_tokens, raised_tokens),
            raised_calls = coalesce(excluded.raised_calls, raised_calls), is_raised = 1, alerted = 0, changed_at = excluded.changed_at
        """);

    private readonly Statement _forget = new(link, "DELETE FROM model_budgets WHERE changed_at < ?1");

    /// <summary>A budget; null when nobody has used it.</summary>
    public BudgetRow? Find(BudgetWindow budget) => _find.List(Read, budget.Budget, budget.Window).FirstOrDefault();

    /// <summary>Budgets, those that changed last first.</summary>
    public List<BudgetRow> List(int limit) => _list.List(Read, (long)limit);

    /// <summary>Notes what is configured; makes the budget when it is not there.</summary>
    public void Claim(BudgetClaim claim, DateTimeOffset now) => _claim.Run(
        claim.Window.Budget, claim.Window.Window, claim.Limit.Usd.ToStored(), claim.Limit.Tokens, claim.Limit.Calls,
        claim.SpentBefore.Usd.ToStored(), claim.SpentBefore.Tokens, claim.SpentBefore.Calls, (long)(claim.AlertAt * 1000), now.UtcTicks);

    /// <summary>Notes what was spent.</summary>
    /// <returns>The budget, when that passed its alert for the first time.</returns>
    public BudgetRow? Spend(BudgetWindow budget, Spending spent, DateTimeOffset now)
    {
        _spend.Run(budget.Budget, budget.Window, spent.Usd.ToStored(), spent.Tokens, spent.Calls, now.UtcTicks);
        if (Find(budget) is not { IsAlerted: false } row || row.Standing.Limit.ShareOf(row.Standing.Spent) < row.AlertAt)
            return null;
        _alerted.Run(budget.Budget, budget.Window);
        return row;
    }

    /// <summary>Raises the limit; what is null stays.</summary>
    public bool Raise(BudgetWindow budget, SpendingLimit limit, DateTimeOffset now) =>
        _raise.Run(budget.Budget, budget.Window, limit.Usd.ToStored(), limit.Tokens, limit.Calls, now.UtcTicks) > 0;

    /// <summary>Names of the budgets there are.</summary>
    public List<string> Names()
    {
        using var names = new Statement(link, "SELECT DISTINCT budget FROM model_budgets WHERE budget LIKE 'user:%'");
        return names.List(static r => r.Text(0));
    }

    /// <summary>Removes a budget in all of its windows.</summary>
    public int Remove(string budget)
    {
        using var remove = new Statement(link, "DELETE FROM model_budgets WHERE budget = ?1");
        return remove.Run(budget);
    }

    /// <summary>Removes budgets that have not changed since.</summary>
    public int Forget(DateTimeOffset before) => _forget.Run(before.UtcTicks);

    public void Dispose()
    {
        _find.Dispose();
        _list.Dispose();
        _claim.Dispose();
        _spend.Dispose();
        _alerted.Dispose();
        _raise.Dispose();
        _forget.Dispose();
    }

    private static BudgetRow Read(SqlRows r)
    {
        var isRaised = r.Bool(8);
        var limit = ReadLimit(r, 2).RaisedTo(isRaised ? ReadLimit(r, 5) : null);
        var standing = new BudgetStanding(new BudgetWindow(r.Text(0), r.Text(1)), limit, r.ReadSpending(9), default)
        {
            IsRaised = isRaised,
            ChangedAt = r.Time(14),
        };
        return new BudgetRow(standing, r.Int64(12) / 1000m, r.Bool(13));
    }

    private static SpendingLimit ReadLimit(SqlRows r, int column) => new(
        r.IsNull(column) ? null : StoredMoney.Read(r.Int64(column)),
        r.IsNull(column + 1) ? null : r.Int64(column + 1),
        r.IsNull(column + 2) ? null : r.Int64(column + 2));
}

/// <summary>A budget as it lies there; what is held of it is not in it.</summary>
internal sealed record BudgetRow(BudgetStanding Standing, decimal AlertAt, bool IsAlerted);
