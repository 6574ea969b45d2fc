using Axle.Models.Budget;
using Axle.Models.Ledger;
using Npgsql;

namespace Axle.Storage.Postgres.Models;

/// <summary>Amounts as rows have them.</summary>
internal static class MoneyColumns
{
    /// <summary>An amount out of three columns.</summary>
    public static Spending ReadSpending(this NpgsqlDataReader row, int column) =>
        new(StoredMoney.Read(row.GetInt64(column)), row.GetInt64(column + 1), row.GetInt64(column + 2));
}
