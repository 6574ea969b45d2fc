using System.Buffers;
using System.Globalization;

namespace Axle.Workflows.Expressions.Values;

/// <summary>
/// Numbers to text and back by the rules of GitHub Actions: text is read like <c>Number(text)</c> of JavaScript, numbers
/// are written with 15 significant digits (whole numbers up to 2^53 with all of theirs).
/// </summary>
internal static class NumberText
{
    public const double LargestExactInteger = 9_007_199_254_740_992;

    private static readonly SearchValues<char> DecimalCharacters = SearchValues.Create("0123456789+-.eE");

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>NaN when the text is no number; 0 when it is blank.</summary>
    public static double Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.IsEmpty)
        {
            return 0;
        }

        if (IsDecimal(text))
        {
            return double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        }

        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'o')
        {
            return ParseDigits(text[2..], text[1] == 'x' ? 16 : 8);
        }

        return text switch
        {
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.NaN,
        };
    }

    public static string Format(double number)
    {
        if (number == 0)
        {
            return "0"; // also for minus zero
        }

        return number == Math.Floor(number) && Math.Abs(number) < LargestExactInteger
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("G15", CultureInfo.InvariantCulture);
    }

    /// <summary>The shortest JSON text that reads back as the same number.</summary>
    public static string FormatExact(double number)
    {
        if (!double.IsFinite(number))
        {
            return "null";
        }

        return number == Math.Floor(number) && Math.Abs(number) < LargestExactInteger
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }

    // double.TryParse also takes words such as "infinity" in any letter case, which the language does not.
    private static bool IsDecimal(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(DecimalCharacters);

    private static double ParseDigits(ReadOnlySpan<char> digits, int radix)
    {
        double value = 0;
        foreach (var c in digits)
        {
            var digit = HexDigit(c);
            if (digit >= radix)
            {
                return double.NaN;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    private static int HexDigit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };
}
