using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>The statements about model calls and budgets of one connection.</summary>
internal sealed class ModelTables(SqliteLink link) : IDisposable
{
    public CallTable Calls { get; } = new(link);

    public CallSums Sums { get; } = new(link);

    public BudgetTable Budgets { get; } = new(link);

    public HoldTable Holds { get; } = new(link);

    public void Dispose()
    {
        foreach (var table in (IDisposable[])[Calls, Sums, Budgets, Holds])
            table.Dispose();
    }
}
