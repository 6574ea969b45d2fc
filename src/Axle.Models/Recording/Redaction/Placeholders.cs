using System.Globalization;

namespace Axle.Models.Recording.Redaction;

/// <summary>
/// Names for what is taken out of one exchange. The same value has the same name in its request and its answer. The names are numbered within the
/// exchange, so that they tell nothing of the value and the same request always reads the same.
/// </summary>
internal sealed class Placeholders
{
    /// <summary>Stands for every key.</summary>
    public const string Key = "[key]";

    private readonly Dictionary<(string Kind, string Value), string> _names = [];
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The name of a value. Those of addresses are addresses, so that an answer still has the form that its schema asks for.</summary>
    public string For(string kind, string value)
    {
        var key = (kind, Plain(kind, value));
        if (_names.TryGetValue(key, out var name))
            return name;
        var number = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return _names[key] = kind switch
        {
            "email" => string.Create(CultureInfo.InvariantCulture, $"person-{number}@example.invalid"),
            "ip" => string.Create(CultureInfo.InvariantCulture, $"192.0.2.{((number - 1) % 254) + 1}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"[{kind}-{number}]"),
        };
    }

    private static string Plain(string kind, string value) => kind is "card" or "phone" or "ssn" or "iban"
        ? string.Concat(value.Where(char.IsLetterOrDigit))
        : value.ToLowerInvariant();
}
