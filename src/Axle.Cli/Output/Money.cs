using System.Globalization;

namespace Axle.Cli.Output;

/// <summary>Money for people. What is added up here is rounded so that the rows add up to the total that is shown.</summary>
internal static class Money
{
    private const decimal Cent = 0.01m;
    private const decimal Fine = 0.0001m;

    /// <summary>For example <c>$12.30</c>; less than a dollar with four decimals.</summary>
    public static string Of(decimal usd) => Text(Math.Round(usd, usd >= 1 ? 2 : 4, MidpointRounding.ToEven));

    /// <summary>
    /// Rows and their total, rounded to cents, or finer below a dollar: each row gets what is below it, and what is missing goes to the largest rests.
    /// </summary>
    public static (string[] Rows, string Total) Table(IReadOnlyList<decimal> rows)
    {
        var total = rows.Sum();
        var unit = total >= 1 ? Cent : Fine;
        var units = rows.Select(row => decimal.Floor(row / unit)).ToArray();
        var whole = decimal.Round(total / unit, MidpointRounding.ToEven);
        var missing = (int)(whole - units.Sum());
        foreach (var index in Enumerable.Range(0, rows.Count).OrderByDescending(i => (rows[i] / unit) - units[i]).Take(missing))
            units[index]++;
        return ([.. units.Select(u => Text(u * unit))], Text(whole * unit));
    }

    /// <summary>Without zeros at the end that say nothing.</summary>
    public static decimal Exact(decimal usd) => usd / 1.000000000000000000000000000000m;

    private static string Text(decimal usd) =>
        usd == decimal.Round(usd, 2) ? string.Create(CultureInfo.InvariantCulture, $"${usd:N2}") : string.Create(CultureInfo.InvariantCulture, $"${usd:N4}");
}
