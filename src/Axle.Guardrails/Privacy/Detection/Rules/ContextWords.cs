namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Words shortly before a number that tell what it is.</summary>
internal static class ContextWords
{
    private const int Reach = 48;

    public static readonly string[] Phone =
        ["phone", "telephone", "tel", "call", "mobile", "cell", "fax", "whatsapp", "dial", "sms", "text", "ring", "reach", "contact", "teléfono", "telefono", "téléphone", "telefon", "tlf"];

    public static readonly string[] Ssn = ["ssn", "social", "security"];

    public static readonly string[] Passport = ["passport", "pasaporte", "passeport", "reisepass"];

    public static readonly string[] License = ["license", "licence", "driver", "driving", "dl", "permit"];

    public static readonly string[] NationalId =
        ["id", "identity", "national", "tax", "taxpayer", "tin", "vat", "dni", "nie", "nif", "nhc", "nass", "pesel", "bsn", "cpf", "cnpj", "aadhaar", "insurance", "sin", "nino",
            "identification", "personnummer", "cpr", "patient", "medical", "mrn", "naf", "episodio", "historia", "ncol", "nºcol", "colegiado"];

    public static readonly string[] Account = ["account", "acct", "routing", "sort", "iban", "bank"];

    public static readonly string[] Device = ["imei", "device"];

    public static readonly string[] PostCode = ["zip", "postal", "postcode", "post", "plz", "cp", "code"];

    /// <summary>Whether one of the words stands shortly before a place, on this line or the one before.</summary>
    public static bool Before(string text, int at, string[] words)
    {
        var from = Math.Max(0, at - Reach);
        var end = at;
        while (end > from)
        {
            while (end > from && !char.IsLetter(text[end - 1]))
                end--;
            var start = end;
            while (start > from && (char.IsLetter(text[start - 1]) || text[start - 1] is '\u00BA'))
                start--;
            if (end > start && (start > from || from == 0) && Is(text.AsSpan(start, end - start), words))
                return true;
            end = start;
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var candidate in words)
        {
            if (word.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
