using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Money and amounts as SQLite has them.</summary>
internal static class MoneyColumns
{
    /// <summary>The two halves of a sum in SQL, whose whole numbers have 64 bits.</summary>
    public static string Sum(string column) => $"sum({column} / 1000000), sum({column} % 1000000)";

    /// <summary>An amount out of three columns.</summary>
    public static Spending ReadSpending(this SqlRows rows, int column) =>
        new(StoredMoney.Read(rows.Int64(column)), rows.Int64(column + 1), rows.Int64(column + 2));
}
