using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Healing;

/// <summary>Kinds of JSON by the names that schemas have for them.</summary>
internal static class KindName
{
    /// <summary>The kind of a value; a whole number is <c>integer</c>.</summary>
    public static string Of(JsonNode? value) => value is null ? "null" : Of(value.GetValueKind(), () => value.ToJsonString());

    /// <inheritdoc cref="Of(JsonNode?)"/>
    public static string Of(JsonElement value) => Of(value.ValueKind, value.GetRawText);

    /// <summary>Whether a kind is among those allowed; every integer is a number.</summary>
    public static bool Fits(string kind, IReadOnlySet<string> types) =>
        types.Count == 0 || types.Contains(kind) || (kind == "integer" && types.Contains("number"));

    private static string Of(JsonValueKind kind, Func<string> text) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => IsWhole(text()) ? "integer" : "number",
        JsonValueKind.Undefined => "missing",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static bool IsWhole(string number) =>
        decimal.TryParse(number, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && decimal.IsInteger(value);
}
