using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Axle.Schemas.Checking;

namespace Axle.Schemas.Numbers;

/// <summary>
/// A JSON number without rounding: digits times a power of ten, where the digits do not end in zero. Comparing and dividing
/// never write out the power of ten, so <c>1e999999999</c> costs no more than <c>1e3</c>.
/// </summary>
internal readonly struct ExactNumber : IComparable<ExactNumber>, IEquatable<ExactNumber>
{
    /// <summary>Reading digits takes quadratic time; nobody means a number longer than this.</summary>
    private const int LongestText = 4096;

    private readonly BigInteger _digits;
    private readonly long _exponent;

    private ExactNumber(BigInteger digits, long exponent)
    {
        _digits = digits;
        _exponent = digits.IsZero ? 0 : exponent;
    }

    /// <summary>Whether there is nothing after the decimal point: 1.0 and 1e3 are integers too.</summary>
    public bool IsInteger => _exponent >= 0;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => _digits.Sign;

    /// <summary>Reads a number.</summary>
    /// <exception cref="CheckGivenUpException">The number is longer than 4096 characters.</exception>
    public static ExactNumber Read(JsonElement number)
    {
        var text = JsonMarshal.GetRawUtf8Value(number);
        if (text.Length > LongestText)
        {
            throw new CheckGivenUpException($"a number is {text.Length} characters long; the longest that is read has {LongestText}");
        }

        if (text.Length <= 18 && !text.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return Normal(long.Parse(text, CultureInfo.InvariantCulture), 0);
        }

        var exponentAt = text.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponent = exponentAt < 0 ? 0 : ReadExponent(text[(exponentAt + 1)..]);
        var pointAt = mantissa.IndexOf((byte)'.');
        if (pointAt >= 0)
        {
            exponent -= mantissa.Length - pointAt - 1;
        }

        var digits = Encoding.ASCII.GetString(mantissa).Replace(".", "", StringComparison.Ordinal);
        return Normal(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), exponent);
    }

    /// <summary>Whether this is a whole multiple of <paramref name="step"/>, which must not be zero.</summary>
    public bool IsMultipleOf(ExactNumber step)
    {
        if (_digits.IsZero)
        {
            return true;
        }

        var shift = _exponent - step._exponent;
        if (shift < 0)
        {
            // The digits do not end in zero, so no power of ten divides them.
            return false;
        }

        var divisor = BigInteger.Abs(step._digits);
        return (BigInteger.ModPow(10, shift, divisor) * (_digits % divisor) % divisor).IsZero;
    }

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other)
    {
        if (Sign != other.Sign || Sign == 0)
        {
            return Sign.CompareTo(other.Sign);
        }

        var magnitude = (Length(_digits) + _exponent).CompareTo(Length(other._digits) + other._exponent);
        if (magnitude != 0)
        {
            return Sign * magnitude;
        }

        // Same number of digits before the point: the exponents differ by less than the longest text, so this power is small.
        var common = Math.Min(_exponent, other._exponent);
        return (_digits * BigInteger.Pow(10, (int)(_exponent - common)))
            .CompareTo(other._digits * BigInteger.Pow(10, (int)(other._exponent - common)));
    }

    /// <inheritdoc/>
    public bool Equals(ExactNumber other) => _exponent == other._exponent && _digits == other._digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_digits, _exponent);

    private static ExactNumber Normal(BigInteger digits, long exponent)
    {
        while (!digits.IsZero)
        {
            var shorter = BigInteger.DivRem(digits, 10, out var rest);
            if (!rest.IsZero)
            {
                break;
            }

            digits = shorter;
            exponent++;
        }

        return new ExactNumber(digits, exponent);
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var digits = text.TrimStart("+-"u8).TrimStart((byte)'0');
        if (digits.Length > 17)
        {
            throw new CheckGivenUpException("the exponent of a number has more than 17 digits");
        }

        return digits.IsEmpty ? 0 : sign * long.Parse(digits, CultureInfo.InvariantCulture);
    }

    private static long Length(BigInteger digits) => BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).Length;
}
