using System.Net;
using System.Text.RegularExpressions;

namespace Axle.Models.Recording.Redaction;

/// <summary>
/// Finds e-mail addresses, phone numbers, payment cards (with their check digit), US social security numbers, IBANs (with theirs) and IP addresses by
/// their form. Names and addresses have none and are not found.
/// </summary>
internal sealed partial class PersonalData : IPersonalDataFinder
{
    private const int ShortestNumber = 13;
    private const int LongestNumber = 42;

    /// <summary>The one there is.</summary>
    public static PersonalData Finder { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<PersonalDatum> Find(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            foreach (var found in Matches("email", Email(), text, static v => !v.EndsWith(".invalid", StringComparison.OrdinalIgnoreCase)))
                yield return found;
        }

        if (!text.AsSpan().ContainsAnyInRange('0', '9'))
            yield break;
        foreach (var found in Numbers("card", DigitRun(), text, IsCard)
            .Concat(Numbers("iban", Iban(), text, IsIban))
            .Concat(Matches("ssn", Ssn(), text, static v => v[0] != '9' && !v.StartsWith("000", StringComparison.Ordinal) && !v.StartsWith("666", StringComparison.Ordinal)))
            .Concat(Matches("ip", IpAddress(), text, IsForeignAddress))
            .Concat(Matches("phone", Phone(), text, static v => v.Count(char.IsAsciiDigit) is >= 8 and <= 15)))
            yield return found;
    }

    private static IEnumerable<PersonalDatum> Matches(string kind, Regex form, string text, Func<string, bool> isOne)
    {
        foreach (Match match in form.Matches(text))
        {
            if (StandsAlone(text, match.Index, match.Length) && isOne(text.Substring(match.Index, match.Length)))
                yield return new PersonalDatum(kind, match.Index, match.Length);
        }
    }

    // Numbers in groups stand beside other numbers and words in capitals: every part between two gaps may be the one.
    private static IEnumerable<PersonalDatum> Numbers(string kind, Regex run, string text, Func<string, bool> isOne)
    {
        foreach (Match match in run.Matches(text))
        {
            for (var (start, stop) = (match.Index, match.Index + match.Length); start < stop; start++)
            {
                var end = Math.Min(stop, start + LongestNumber);
                while (end - start >= ShortestNumber && !(StandsAlone(text, start, end - start) && isOne(text[start..end])))
                    end--;
                if (end - start < ShortestNumber)
                    continue;
                yield return new PersonalDatum(kind, start, end - start);
                start = end;
            }
        }
    }

    // Part of a longer word or number is none: ids and hashes are full of digits.
    private static bool StandsAlone(string text, int start, int length)
    {
        var end = start + length;
        return (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
    }

    // Luhn: from the right, every second digit counts double (ISO/IEC 7812-1).
    private static bool IsCard(string value)
    {
        var (sum, count) = (0, 0);
        foreach (var letter in value.Reverse().Where(char.IsAsciiDigit))
        {
            var digit = (letter - '0') * ((count++ % 2) + 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return value[0] is >= '2' and <= '6' && char.IsAsciiDigit(value[^1]) && count is >= 13 and <= 19 && sum % 10 == 0;
    }

    // ISO 13616: the first four go to the end, letters count from 10, and the whole leaves 1 when it is divided by 97.
    private static bool IsIban(string value)
    {
        var plain = value.Replace(" ", "", StringComparison.Ordinal);
        if (plain.Length is < 15 or > 34 || !char.IsAsciiLetterUpper(plain[1]) || !char.IsAsciiDigit(plain[3]))
            return false;
        var rest = 0;
        foreach (var letter in plain[4..] + plain[..4])
        {
            var number = char.IsAsciiDigit(letter) ? letter - '0' : letter - 'A' + 10;
            rest = ((rest * (number > 9 ? 100 : 10)) + number) % 97;
        }

        return rest == 1;
    }

    private static bool IsForeignAddress(string value) =>
        IPAddress.TryParse(value, out var address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) &&
        !value.StartsWith("192.0.2.", StringComparison.Ordinal) && (value.Contains('.', StringComparison.Ordinal) || value.Count(static c => c == ':') >= 3);

    [GeneratedRegex(@"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"[0-9]([ \-]?[0-9]){12,}", RegexOptions.NonBacktracking)]
    private static partial Regex DigitRun();

    [GeneratedRegex(@"[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?", RegexOptions.NonBacktracking)]
    private static partial Regex Iban();

    [GeneratedRegex("[0-9]{3}-[0-9]{2}-[0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Ssn();

    [GeneratedRegex(@"([0-9]{1,3}\.){3}[0-9]{1,3}|[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}", RegexOptions.NonBacktracking)]
    private static partial Regex IpAddress();

    [GeneratedRegex(@"\+[0-9]([ ()./\-]{0,2}[0-9]){6,14}|\(?[0-9]{3}\)?[ .\-][0-9]{3}[ .\-][0-9]{4}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
