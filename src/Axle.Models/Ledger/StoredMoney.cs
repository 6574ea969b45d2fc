namespace Axle.Models.Ledger;

/// <summary>Money in columns of stores: whole trillionths of a dollar, in which every price has its place, so that sums are exact.</summary>
public static class StoredMoney
{
    private const decimal Trillion = 1_000_000_000_000m;

    /// <summary>More than a column holds is written as the most that it holds: nine million dollars in one call, or of one budget.</summary>
    public static long ToStored(this decimal usd) => (long)Math.Clamp(decimal.Round(usd * Trillion), long.MinValue, long.MaxValue);

    /// <summary>As the other; null stays null.</summary>
    public static long? ToStored(this decimal? usd) => usd is { } value ? value.ToStored() : null;

    /// <summary>US dollars of a column.</summary>
    public static decimal Read(long stored) => stored / Trillion;

    /// <summary>US dollars of a sum that is too large for a column.</summary>
    public static decimal Read(decimal stored) => stored / Trillion;

    /// <summary>A sum that was made in two halves, because one of whole trillionths might not fit: millionths of a dollar, and the rest.</summary>
    public static decimal Read(long millionths, long rest) => (millionths / 1_000_000m) + (rest / Trillion);
}
