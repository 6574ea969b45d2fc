using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Table <c>model_holds</c>: what each process holds of each budget.</summary>
internal sealed class HoldTable(SqliteLink link) : IDisposable
{
    private readonly Statement _sum = new(
        link, "SELECT coalesce(sum(usd), 0), coalesce(sum(tokens), 0), coalesce(sum(calls), 0) FROM model_holds WHERE budget = ?1 AND window = ?2");

    private readonly Statement _others = new(link, "SELECT owner FROM model_holds WHERE budget = ?1 AND window = ?2 AND owner <> ?3");

    private readonly Statement _add = new(link, """
        INSERT INTO model_holds (budget, window, owner, usd, tokens, calls) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (budget, window, owner) DO UPDATE SET
            usd = max(0, usd + excluded.usd), tokens = max(0, tokens + excluded.tokens), calls = max(0, calls + excluded.calls)
        """);

    private readonly Statement _tidy = new(
        link, "DELETE FROM model_holds WHERE budget = ?1 AND window = ?2 AND owner = ?3 AND usd <= 0 AND tokens <= 0 AND calls <= 0");

    private readonly Statement _owners = new(link, "SELECT DISTINCT owner FROM model_holds");
    private readonly Statement _drop = new(link, "DELETE FROM model_holds WHERE owner = ?1");

    /// <summary>What all processes hold of a budget.</summary>
    public Spending Sum(BudgetWindow budget)
    {
        using var rows = _sum.Query(budget.Budget, budget.Window);
        return rows.Read() ? rows.ReadSpending(0) : default;
    }

    /// <summary>Other processes that hold some of a budget.</summary>
    public List<string> Others(BudgetWindow budget, string owner) => _others.List(static r => r.Text(0), budget.Budget, budget.Window, owner);

    /// <summary>Every process that holds something.</summary>
    public List<string> Owners() => _owners.List(static r => r.Text(0));

    /// <summary>A process holds more.</summary>
    public void Add(BudgetWindow budget, string owner, Spending amount) =>
        _add.Run(budget.Budget, budget.Window, owner, amount.Usd.ToStored(), amount.Tokens, amount.Calls);

    /// <summary>A process holds less.</summary>
    public void Release(BudgetWindow budget, string owner, Spending amount)
    {
        Add(budget, owner, default(Spending) - amount);
        _tidy.Run(budget.Budget, budget.Window, owner);
    }

    /// <summary>A process holds nothing any more.</summary>
    public void Drop(string owner) => _drop.Run(owner);

    public void Dispose()
    {
        _sum.Dispose();
        _others.Dispose();
        _add.Dispose();
        _tidy.Dispose();
        _owners.Dispose();
        _drop.Dispose();
    }
}
