using Axle.Models.Budget;

namespace Axle.Storage.Sqlite.Models;

/// <summary>Money in columns: whole trillionths of a dollar, in which every price has its place, so that sums are exact.</summary>
internal static class StoredMoney
{
    private const decimal Trillion = 1_000_000_000_000m;

    /// <summary>More than a column holds is written as the most that it holds: nine million dollars in one call, or of one budget.</summary>
    public static long ToStored(this decimal usd) => (long)Math.Clamp(decimal.Round(usd * Trillion), long.MinValue, long.MaxValue);

    public static long? ToStored(this decimal? usd) => usd is { } value ? value.ToStored() : null;

    public static decimal Read(long stored) => stored / Trillion;

    /// <summary>A sum that was made in two halves, because one of whole trillionths might not fit: millionths of a dollar, and the rest.</summary>
    public static decimal Read(long millionths, long rest) => (millionths / 1_000_000m) + (rest / Trillion);

    /// <summary>The two halves of a sum in SQL.</summary>
    public static string Sum(string column) => $"sum({column} / 1000000), sum({column} % 1000000)";

    /// <summary>An amount out of three columns.</summary>
    public static Spending ReadSpending(this Database.SqlRows rows, int column) =>
        new(Read(rows.Int64(column)), rows.Int64(column + 1), rows.Int64(column + 2));
}
