using System.Text.RegularExpressions;

namespace Axle.Tools.BuiltIn.Security;

/// <summary>Tells real secrets from placeholders, and hides them.</summary>
internal static partial class SecretText
{
    private static readonly string[] Placeholders =
    [
        "example", "changeme", "change_me", "change-me", "placeholder", "dummy", "sample", "your", "todo", "fixme", "insert", "redacted",
            "secret_key_here",
        "password", "passwd", "foobar", "test", "fake", "mock", "notreal", "not-a-real", "notasecret", "abcdef", "123456", "xxxx", "****",
            "....", "undefined", "localhost",
    ];

    /// <summary>Words that no generated key holds by chance.</summary>
    private static readonly string[] SurePlaceholders = ["example", "changeme", "placeholder", "redacted", "xxxx", "****", "yourtoken",
        "your_", "your-", "dummy", "notreal", "1234567", "abcdefg"];

    /// <summary>Whether a value in a provider's own form is a stand-in; short words do not count, they turn up by chance in random
    /// text.</summary>
    public static bool IsStandIn(string value) =>
        value.Distinct().Count() <= 6 || value.Contains("${", StringComparison.Ordinal) ||
            value.Contains("{{", StringComparison.Ordinal) || value[0] is '<' or '$' or '%' or '{' ||
        Array.Exists(SurePlaceholders, p => value.Contains(p, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first four characters and the length; never more.</summary>
    public static string Mask(string secret) => $"{secret[..Math.Min(4, secret.Length)]}... ({secret.Length} characters)";

    /// <summary>Shannon's entropy in bits a character.</summary>
    public static double Entropy(string text)
    {
        if (text.Length == 0)
            return 0;
        return text.GroupBy(c => c).Select(g => (double)g.Count() / text.Length).Sum(p => -p * Math.Log2(p));
    }

    /// <summary>Whether the value stands for a secret rather than being one.</summary>
    public static bool IsPlaceholder(string value)
    {
        if (value.Length == 0 || value[0] is '$' or '<' or '{' or '%' or '#' or '@' || value.Contains("${", StringComparison.Ordinal) ||
            value.Contains("{{", StringComparison.Ordinal) || value.Contains("#{", StringComparison.Ordinal))
            return true;
        if (value.Distinct().Count() <= 4)
            return true;
        return Array.Exists(Placeholders, p => value.Contains(p, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a quoted value is something else than a secret: a name, a path, an address, a message, a hash of public
    /// data.</summary>
    public static bool IsOrdinary(string value) =>
        Words().IsMatch(value) || Reference().IsMatch(value) || Uuid().IsMatch(value) ||
        // One alphabet with neither digits nor signs is a word or a name, not a key.
        !(value.Any(char.IsDigit) && value.Any(char.IsLetter));

    /// <summary>Whether the name says that the value is not the secret itself.</summary>
    public static bool IsAboutSecrets(string name) => About().IsMatch(name);

    [GeneratedRegex(@"^[A-Z]?[a-z]+(?:[._\- /:][A-Za-z]?[a-z]*\d?)*$|^[a-z]+(?:[A-Z][a-z]+)+\d?$|^[A-Z]+(?:_[A-Z0-9]+)+$", RegexOptions.NonBacktracking)]
    private static partial Regex Words();

    [GeneratedRegex(@"^(?:[a-z]+://|/|\./|~/|[A-Za-z]:\\|arn:|urn:|projects/|\.|#|\[|\()|[<>(){}\[\]|\\*^]|::|%[sd({]|^[\w.\-]+\.[a-z]{2,4}$|^[\w.]+\(|/.*/", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[{(]?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}[)}]?$", RegexOptions.NonBacktracking)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"(?i)(?:name|file|path|url|uri|field|label|header|param|prompt|type|column|env|prefix|suffix|regex|pattern|format|policy|hint|error|message|title|placeholder|selector|class|id|public[_-]?key\w*|hash|digest|length|expir\w*|version|arn|ref|option|attribute|property|template|length|count|key[_-]?size)$|public_?key|_re$|^on[A-Z]|fingerprint", RegexOptions.NonBacktracking)]
    private static partial Regex About();
}
