using System.Globalization;
using System.Text.Json;
using Axle.Schemas;

namespace Axle.Tools.Healing;

/// <summary>Makes structured faults of a schema's: what was expected, of what kind the value was, what is near.</summary>
internal static class FaultReading
{
    private const int MostValues = 10;
    private const int LongestExpectation = 300;

    /// <summary>Reads one fault.</summary>
    /// <param name="fault">As the schema check found it.</param>
    /// <param name="schema">The schema of the arguments.</param>
    /// <param name="arguments">The arguments that were checked.</param>
    public static ToolCallFault Of(SchemaFault fault, JsonElement schema, JsonElement arguments)
    {
        var expectation = At(schema, fault.SchemaPath.TrimStart('#'));
        var value = At(arguments, fault.InstancePath);
        var got = fault.Keyword == "required" ? "missing" : value is { } there ? KindName.Of(there) : "missing";
        var expected = expectation is { } keyword ? Expected(fault.Keyword, keyword) : null;
        return new ToolCallFault(fault.InstancePath, fault.Keyword, expected, got, fault.Message, Nearest(fault, expectation, value));
    }

    private static string? Expected(string keyword, JsonElement value)
    {
        var text = keyword switch
        {
            "type" => value.ValueKind == JsonValueKind.Array ? string.Join(" or ", value.EnumerateArray()) : value.ToString(),
            "enum" => $"one of {string.Join(", ", value.EnumerateArray().Take(MostValues))}{(value.GetArrayLength() > MostValues ? " …" : "")}",
            "const" => value.ToString(),
            "minimum" => $"at least {value}",
            "maximum" => $"at most {value}",
            "exclusiveMinimum" => $"more than {value}",
            "exclusiveMaximum" => $"less than {value}",
            "minLength" or "minItems" => $"{value} or more",
            "maxLength" or "maxItems" => $"{value} or fewer",
            "format" or "pattern" => value.ToString(),
            _ => null,
        };
        return text is { Length: > LongestExpectation } ? null : text;
    }

    private static string? Nearest(SchemaFault fault, JsonElement? expectation, JsonElement? value) =>
        fault.Keyword == "enum" && expectation is { ValueKind: JsonValueKind.Array } allowed && value is { ValueKind: JsonValueKind.String } written
            ? NearestName.Find(written.GetString()!,
                allowed.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!))
            : null;

    /// <summary>The value at a JSON pointer; null when there is none.</summary>
    private static JsonElement? At(JsonElement root, string pointer)
    {
        var place = root;
        foreach (var part in pointer.Split('/').Skip(1).Select(static part =>
            part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (place.ValueKind == JsonValueKind.Object && place.TryGetProperty(part, out var member))
            {
                place = member;
            }
            else if (place.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                && index < place.GetArrayLength())
            {
                place = place[index];
            }
            else
            {
                return null;
            }
        }

        return place;
    }
}
