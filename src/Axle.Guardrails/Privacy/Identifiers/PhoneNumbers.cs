namespace Axle.Guardrails.Privacy.Identifiers;

/// <summary>Telephone numbers, judged by the national plans of 245 countries and territories.</summary>
internal static class PhoneNumbers
{
    private const string Marks = " \u00A0()-.\u2010\u2011\u2013/";

    /// <summary>Whether it is a number: after a + one of some country, otherwise one of the country given, or without one, of any.</summary>
    /// <param name="text">As people write it: blanks, brackets, dashes, dots and slashes do not count.</param>
    /// <param name="country">Two letters of ISO 3166-1, for numbers without the code of their country; null for any.</param>
    public static bool IsValid(string text, string? country = null)
    {
        var international = text.StartsWith('+') || text.StartsWith("(+", StringComparison.Ordinal);
        // A trunk prefix in brackets, as in +44 (0)20, is for those who dial inside the country.
        var plain = Digits.Without(international ? text.Replace("(0)", "", StringComparison.Ordinal) : text, Marks);
        if (international)
            return IsInternational(plain.AsSpan(1));
        if (plain.Length is < 3 or > 17 || !Digits.Are(plain, plain.Length))
            return false;
        if (country is null)
        {
            var rest = plain.StartsWith("00", StringComparison.Ordinal) ? plain.AsSpan(2) : plain;
            return plain.Length >= 6 && (IsInternational(rest) || PhonePlans.All.Any(p => IsNational(plain, p)));
        }

        return PhonePlans.Of(country) is { } plan && (IsNational(plain, plan) || IsOfCountry(plain, plan));
    }

    /// <summary>Whether digits after the + are a number of some country.</summary>
    public static bool IsInternational(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 5 or > 17 || digits.ContainsAnyExceptInRange('0', '9'))
            return false;
        for (var length = 1; length <= 3; length++)
        {
            foreach (var plan in PhonePlans.WithCode(digits[..length]))
            {
                if (plan.Has(digits[length..]))
                    return true;
            }
        }

        return false;
    }

    private static bool IsNational(string digits, PhonePlan plan) =>
        plan.Has(digits) || (plan.Trunk.Length > 0 && digits.StartsWith(plan.Trunk, StringComparison.Ordinal) && plan.Has(digits.AsSpan(plan.Trunk.Length)));

    private static bool IsOfCountry(string digits, PhonePlan plan)
    {
        var rest = digits.StartsWith("00", StringComparison.Ordinal) ? digits.AsSpan(2) : digits;
        return rest.StartsWith(plan.Code) && plan.Has(rest[plan.Code.Length..]);
    }
}
