using Axle.Guardrails.Privacy.Identifiers;
using Axle.Guardrails.Privacy.Identifiers.National;

namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Says what a number is.</summary>
internal static class NumberJudge
{
    /// <summary>What stands there; null when nothing personal is certain enough.</summary>
    public static PersonalDataSpan? Judge(string text, int start, int end)
    {
        var number = text[start..end];
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        if (digits.Length is < 5 or > 24)
            return null;
        if (Dates.IsDate(number))
            return Span(PersonalDataTypes.DateTime, 0.85, "form");
        if (IsOnlyBlanksAndDashes(number) && PaymentCards.NetworkOf(digits) is not null && (digits.Length > 13 || number.Length == digits.Length))
            return Span(PersonalDataTypes.CreditCard, 1.0, "checksum");
        if (Tokens.IsSsn(number) && (number.Length == 11 || ContextWords.Before(text, start, ContextWords.Ssn)))
            return Span(PersonalDataTypes.UsSsn, number.Length == 11 ? 0.9 : 0.85, number.Length == 11 ? "form" : "context");
        if (digits.Length == 9 && ContextWords.Before(text, start, ContextWords.Ssn))
            return Span(PersonalDataTypes.UsSsn, 0.7, "context");
        if (ContextWords.Before(text, start, ContextWords.Device) && Tokens.IsImei(number))
            return Span(PersonalDataTypes.NationalId, 0.9, "checksum");
        return Phone(text, number, digits, start, end) ?? Identity(text, number, digits, start, end);

        PersonalDataSpan Span(string type, double score, string reason) => new(start, end, type, score, reason);
    }

    private static PersonalDataSpan? Phone(string text, string number, string digits, int start, int end)
    {
        var isBare = digits.Length == number.Length;
        var extension = number.IndexOfAny(['x', 'X']);
        var main = extension > 0 ? number[..extension] : number;
        var mainDigits = string.Concat(main.Where(char.IsAsciiDigit));
        if (mainDigits.Length is < 6 or > 16 || number.Contains(':', StringComparison.Ordinal))
            return null;
        if (main[0] == '+' || main.StartsWith("(+", StringComparison.Ordinal))
            return PhoneNumbers.IsValid(main) ? Found(0.95, "form") : mainDigits.Length >= 8 ? Found(0.7, "form") : null;
        if (ContextWords.Before(text, start, ContextWords.Phone) && mainDigits.Length <= 15 && IsPhoneLike(main))
            return Found(0.85, "context");
        if (extension > 0 || IsNorthAmerican(main) || (main.StartsWith("00", StringComparison.Ordinal) && !isBare && mainDigits.Length >= 10))
            return Found(0.8, "form");
        return main[0] is '0' or '(' && !isBare && mainDigits.Length is >= 9 and <= 12 && IsPhoneLike(main) ? Found(0.65, "form") : null;

        PersonalDataSpan Found(double score, string reason) => new(start, end, PersonalDataTypes.PhoneNumber, score, reason);
    }

    private static PersonalDataSpan? Identity(string text, string number, string digits, int start, int end)
    {
        if (ContextWords.Before(text, start, ContextWords.Passport) && Passports.IsValid(number))
            return new PersonalDataSpan(start, end, PersonalDataTypes.Passport, 0.85, "context");
        if (ContextWords.Before(text, start, ContextWords.License) && digits.Length is >= 6 and <= 14)
            return new PersonalDataSpan(start, end, PersonalDataTypes.DriverLicense, 0.7, "context");
        if (digits.Length is < 6 or > 18 || !ContextWords.Before(text, start, ContextWords.NationalId))
            return null;
        var isKnown = NationalNumbers.IsIdentity(number) || NationalNumbers.IsTax(number);
        return new PersonalDataSpan(start, end, PersonalDataTypes.NationalId, isKnown ? 0.9 : 0.6, isKnown ? "checksum" : "context");
    }

    private static bool IsNorthAmerican(string number)
    {
        Span<int> runs = stackalloc int[6];
        var count = 0;
        var run = 0;
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c))
            {
                run++;
                continue;
            }

            if (run > 0 && count < 5)
                runs[count++] = run;
            run = 0;
        }

        if (run > 0 && count < 6)
            runs[count++] = run;
        return runs[..count] is [3, 3, 4] or [1, 3, 3, 4] or [3, 3, 3, 4];
    }

    // Nobody writes a phone number as a sum of money, a version or a range of years.
    private static bool IsPhoneLike(string number) =>
        number.Count(static c => c == '/') <= 1 && number.Count(static c => c is '.' or '-' or ' ' or '(' or ')' or '/') <= 8 && !IsOfThousands(number);

    private static bool IsOfThousands(string number) =>
        number.Contains('.', StringComparison.Ordinal) && number.Split('.') is { Length: 2 } parts && parts[1].Length <= 2;

    private static bool IsOnlyBlanksAndDashes(string number) => number.All(static c => char.IsAsciiDigit(c) || c is ' ' or '-' or '\u00A0');
}
