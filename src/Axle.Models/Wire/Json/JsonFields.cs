using System.Text.Json;

namespace Axle.Models.Wire.Json;

/// <summary>Looks into foreign JSON without ever failing on a shape that nobody expected: what is not there or of another type is absent.</summary>
internal static class JsonFields
{
    /// <summary>A member; an undefined element when there is none.</summary>
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member that is text; null when it is not.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member that is a whole number; null when it is not.</summary>
    public static long? Count(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var count) ? count : null;

    /// <summary>Whether a member is <c>true</c>.</summary>
    public static bool Holds(this JsonElement element, string name) => element.Field(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of a member that is a list; none when it is not.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;

    /// <summary>The members of an object; none when it is not one.</summary>
    public static JsonElement.ObjectEnumerator Members(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;
}
