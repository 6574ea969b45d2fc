using System.Text.Json;
using Axle.Schemas.Numbers;

namespace Axle.Schemas.Rules;

/// <summary>The types of JSON as a set; an integer is also a number.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}

/// <summary><c>type</c>.</summary>
internal sealed class TypeRule(string path, JsonTypes allowed) : Assertion("type", path)
{
    /// <summary>Names of the types in schemas.</summary>
    public static readonly Dictionary<string, JsonTypes> Names = new(StringComparer.Ordinal)
    {
        ["null"] = JsonTypes.Null,
        ["boolean"] = JsonTypes.Boolean,
        ["integer"] = JsonTypes.Integer,
        ["number"] = JsonTypes.Number,
        ["string"] = JsonTypes.String,
        ["array"] = JsonTypes.Array,
        ["object"] = JsonTypes.Object,
    };

    protected override bool Holds(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.Null => allowed.HasFlag(JsonTypes.Null),
        JsonValueKind.True or JsonValueKind.False => allowed.HasFlag(JsonTypes.Boolean),
        JsonValueKind.String => allowed.HasFlag(JsonTypes.String),
        JsonValueKind.Array => allowed.HasFlag(JsonTypes.Array),
        JsonValueKind.Object => allowed.HasFlag(JsonTypes.Object),
        _ => allowed.HasFlag(JsonTypes.Number) || (allowed.HasFlag(JsonTypes.Integer) && ExactNumber.Read(instance).IsInteger),
    };

    protected override string Explain(JsonElement instance)
    {
        var expected = Names.Where(name => allowed.HasFlag(name.Value)).Select(name => name.Key);
        return $"expected {string.Join(" or ", expected)}, found {Found(instance)}";
    }

    private static string Found(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => ExactNumber.Read(instance).IsInteger ? "integer" : "number with a fraction",
        _ => instance.ValueKind.ToString().ToLowerInvariant(),
    };
}

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class AllowedValuesRule(string keyword, string path, IReadOnlyList<JsonElement> allowed) : Assertion(keyword, path)
{
    private const int MostShown = 12;
    private const int LongestShown = 60;

    private readonly HashSet<JsonElement> _allowed = new(allowed, SameValue.Comparer);
    private readonly string[] _texts = [.. allowed.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];

    protected override bool Holds(JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.String || _texts.Length > MostShown)
        {
            return _allowed.Contains(instance);
        }

        foreach (var text in _texts)
        {
            if (instance.ValueEquals(text))
            {
                return true;
            }
        }

        return false;
    }

    protected override string Explain(JsonElement instance)
    {
        var shown = string.Join(", ", allowed.Take(MostShown).Select(Show));
        var more = allowed.Count > MostShown ? $", and {allowed.Count - MostShown} more" : "";
        var nearest = instance.ValueKind == JsonValueKind.String
            ? NearestName.Find(instance.GetString()!, _texts)
            : null;
        return (allowed.Count == 1 ? $"must be {shown}" : $"must be one of {shown}{more}")
            + (nearest is null ? "" : $"; did you mean \"{nearest}\"?");
    }

    private static string Show(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();
        return text.Length <= LongestShown ? text : $"{text[..LongestShown]}…";
    }
}
