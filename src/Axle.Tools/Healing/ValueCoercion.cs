using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Tools.Healing;

/// <summary>Other ways to write a value that say the same.</summary>
internal static class ValueCoercion
{
    /// <summary>Writes a value as one of the kinds that are allowed.</summary>
    /// <param name="value">What the model wrote; not of an allowed kind.</param>
    /// <param name="types">The allowed kinds, by their names in schemas.</param>
    /// <param name="coerced">The same, written as an allowed kind.</param>
    /// <returns>False when no allowed kind can say the same.</returns>
    public static bool TryCoerce(JsonNode? value, IReadOnlySet<string> types, out JsonNode? coerced)
    {
        coerced = null;
        if (value is null)
        {
            return false;
        }

        coerced = value.GetValueKind() switch
        {
            JsonValueKind.String => FromText(value.GetValue<string>(), types),
            JsonValueKind.Number => types.Contains("string") ? JsonValue.Create(value.ToJsonString()) : null,
            JsonValueKind.True or JsonValueKind.False => types.Contains("string") ? JsonValue.Create(value.ToJsonString()) : null,
            JsonValueKind.Array => FromSingle(value.AsArray(), types),
            _ => null,
        };
        return coerced is not null;
    }

    private static JsonNode? FromText(string text, IReadOnlySet<string> types)
    {
        var trimmed = text.Trim();
        if (types.Contains("integer") || types.Contains("number"))
        {
            if (Number(trimmed) is { } number && (types.Contains("number") || KindName.Of(number) == "integer"))
            {
                return number;
            }
        }

        if (types.Contains("boolean") && Truth(trimmed) is { } truth)
        {
            return JsonValue.Create(truth);
        }

        var opens = trimmed.Length > 1 ? trimmed[0] : '\0';
        if ((opens == '{' && types.Contains("object")) || (opens == '[' && types.Contains("array")))
        {
            var read = LooseJsonReader.Read(trimmed, out _);
            return read is JsonObject or JsonArray && KindName.Fits(KindName.Of(read), types) ? read : null;
        }

        return null;
    }

    private static JsonValue? Number(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? JsonValue.Create((long)number) : JsonValue.Create(number);
    }

    private static bool? Truth(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        _ => null,
    };

    private static JsonNode? FromSingle(JsonArray items, IReadOnlySet<string> types) =>
        items is [{ } only] && KindName.Fits(KindName.Of(only), types) ? only.DeepClone() : null;
}
