using Axle.Guardrails.Privacy.Identifiers;
using Axle.Guardrails.Privacy.Identifiers.National;

namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Finds what is written in letters and digits: bank accounts, wallets, keys, numbers of documents.</summary>
internal static class TokenRules
{
    private const string Inner = "_-.+/=";

    private static readonly string[] SecretNames =
        ["password", "passwd", "passwort", "contraseña", "secret", "token", "apikey", "api_key", "api-key", "access_key", "accesskey", "client_secret", "private_key", "bearer", "pwd"];

    /// <summary>Adds what it finds.</summary>
    public static void Find(string text, List<PersonalDataSpan> into)
    {
        PrivateKeys(text, into);
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            var digits = 0;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || Inner.Contains(text[end], StringComparison.Ordinal)))
                digits += char.IsAsciiDigit(text[end++]) ? 1 : 0;
            if (digits > 0 || end - i >= 12)
                Judge(text, i, end, digits, into);
            Assigned(text, i, end, into);
            i = end;
        }
    }

    private static void Judge(string text, int start, int end, int digits, List<PersonalDataSpan> into)
    {
        while (end > start && text[end - 1] is '.' or '-' or '/' or '_' or '+')
            end--;
        var word = text.AsSpan(start, end - start);
        var equals = word.IndexOf('=');
        if (equals > 0 && equals < word.Length - 12 && !word.StartsWith("AccountKey", StringComparison.Ordinal))
        {
            start += equals + 1;
            word = text.AsSpan(start, end - start);
        }

        if (IbanAt(text, start) is { } account)
            into.Add(account);
        else if (word.Length >= 20 && word.Length <= 8192 && word.StartsWith("eyJ") && Tokens.IsJwt(word.ToString()))
            Add(PersonalDataTypes.Secret, 1.0, "jwt");
        else if (KeyFormats.IsKey(word))
            Add(PersonalDataTypes.Secret, 0.95, "known-key");
        else if (word.Length == 42 && Wallets.IsEthereum(word))
            Add(PersonalDataTypes.CryptoWallet, 0.9, "form");
        else if (word.Length is >= 26 and <= 62 && Wallets.IsBitcoin(word.ToString()))
            Add(PersonalDataTypes.CryptoWallet, 1.0, "checksum");
        else if (word.Length is >= 5 and <= 20 && digits >= 4 && digits < word.Length)
            Document(text, start, end, into);

        void Add(string type, double score, string reason) => into.Add(new PersonalDataSpan(start, end, type, score, reason));
    }

    private static PersonalDataSpan? IbanAt(string text, int start)
    {
        if (start + 15 > text.Length || !char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || !char.IsAsciiDigit(text[start + 2]))
            return null;
        var length = Ibans.LengthFor(text.AsSpan(start));
        var end = start;
        for (var seen = 0; length > 0 && end < text.Length && end - start < 48; end++)
        {
            if (char.IsAsciiLetterOrDigit(text[end]))
                seen++;
            else if (text[end] is not (' ' or '-'))
                break;
            if (seen != length)
                continue;
            end++;
            return (end == text.Length || !char.IsLetterOrDigit(text[end])) && Ibans.IsValid(text[start..end])
                ? new PersonalDataSpan(start, end, PersonalDataTypes.Iban, 1.0, "checksum")
                : null;
        }

        return null;
    }

    private static void Document(string text, int start, int end, List<PersonalDataSpan> into)
    {
        var word = text[start..end];
        if (ContextWords.Before(text, start, ContextWords.Passport) && Passports.IsValid(word))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.Passport, 0.85, "context"));
        else if (ContextWords.Before(text, start, ContextWords.License))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.DriverLicense, 0.75, "context"));
        else if (word.Length >= 9 && (Western.IsNino(word.ToUpperInvariant()) || Southern.IsSpanishIdentity(word.ToUpperInvariant())
            || Southern.IsCodiceFiscale(word.ToUpperInvariant()) || Northern.IsFinnish(word.ToUpperInvariant())))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.NationalId, 0.85, "checksum"));
        else if (word.Length >= 7 && ContextWords.Before(text, start, ContextWords.NationalId))
            into.Add(new PersonalDataSpan(start, end, PersonalDataTypes.NationalId, 0.6, "context"));
    }

    // A name such as api_key, a sign, and a value: the value is a secret when it looks like one.
    private static void Assigned(string text, int start, int end, List<PersonalDataSpan> into)
    {
        var name = text.AsSpan(start, end - start).TrimEnd("=.");
        var sign = start + name.Length;
        if (name.Length is < 3 or > 40 || !IsSecretName(name))
            return;
        while (sign < text.Length && text[sign] is '"' or '\'' or ' ')
            sign++;
        if (sign >= text.Length || text[sign] is not (':' or '='))
        {
            if (!name.Equals("bearer", StringComparison.OrdinalIgnoreCase) || sign == end)
                return;
            sign--;
        }

        var value = sign + 1;
        while (value < text.Length && text[value] is ' ' or '"' or '\'' or '=')
            value++;
        var stop = value;
        while (stop < text.Length && stop - value < 512 && !char.IsWhiteSpace(text[stop]) && text[stop] is not ('"' or '\'' or ',' or ';' or '<' or '>'))
            stop++;
        var isSure = stop - value >= 6 && text.AsSpan(value, stop - value) is var told
            && told.ContainsAnyInRange('0', '9') && told.ContainsAnyExceptInRange('0', '9')
            && !told.StartsWith("${") && !told.StartsWith("<") && !told.StartsWith("{{");
        if (isSure)
            into.Add(new PersonalDataSpan(value, stop, PersonalDataTypes.Secret, 0.8, "context"));
    }

    private static bool IsSecretName(ReadOnlySpan<char> name)
    {
        foreach (var candidate in SecretNames)
        {
            if (name.EndsWith(candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static void PrivateKeys(string text, List<PersonalDataSpan> into)
    {
        const string Begin = "-----BEGIN ";
        const string End = "-----END ";
        for (var at = text.IndexOf(Begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Begin, at + 1, StringComparison.Ordinal))
        {
            if (!text.AsSpan(at, Math.Min(64, text.Length - at)).Contains("PRIVATE KEY", StringComparison.Ordinal))
                continue;
            var end = text.IndexOf(End, at, StringComparison.Ordinal);
            var stop = end < 0 ? text.Length : text.IndexOf('\n', end) is >= 0 and var line ? line : text.Length;
            into.Add(new PersonalDataSpan(at, stop, PersonalDataTypes.Secret, 1.0, "private-key"));
            at = stop - 1;
        }
    }
}
