using System.Globalization;
using System.Text.Json;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>
/// Reads JSON whose shape is only roughly known: several names for one thing, numbers as text, anything missing.
/// A value of the wrong type reads as missing, so that a report is made of what is there.
/// </summary>
internal static class LooseJson
{
    private const int MaxText = 4_000;

    /// <summary>The first of the names that is there and not null; null when none is or when this is no object.</summary>
    public static JsonElement? Get(this JsonElement element, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
                return value;
        }

        return null;
    }

    /// <summary>The first of the names that holds an object; an undefined element when none does.</summary>
    public static JsonElement Object(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names) is { ValueKind: JsonValueKind.Object } found ? found : default;

    /// <summary>Text, at most 4 000 characters; numbers and truth values as they are written; null when missing or empty.</summary>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> names) => AsText(element.Get(names));

    /// <summary>This value itself as text.</summary>
    public static string? AsText(JsonElement? value)
    {
        var text = value?.ValueKind switch
        {
            JsonValueKind.String => value.Value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
            _ => null,
        };
        if (string.IsNullOrWhiteSpace(text))
            return null;
        text = text.Trim();
        return text.Length <= MaxText ? text : text[..MaxText] + "…";
    }

    /// <summary>A finite number, also when written as text.</summary>
    public static double? Number(this JsonElement element, params ReadOnlySpan<string> names)
    {
        var value = element.Get(names);
        double number;
        var read = value?.ValueKind switch
        {
            JsonValueKind.Number => value.Value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(value.Value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => Fail(out number),
        };
        return read && double.IsFinite(number) ? number : null;
    }

    /// <summary>A whole number from 0; the length when the value is a list.</summary>
    public static int? Count(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names) is { ValueKind: JsonValueKind.Array } list
            ? list.GetArrayLength()
            : element.Number(names) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>Whether the first of the names that is there is true; null when none is a truth value.</summary>
    public static bool? Flag(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names)?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>A time in ISO 8601.</summary>
    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names) is { ValueKind: JsonValueKind.String } value && DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>The items of the first of the names that is a list; none when missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>The texts of a list; items that are objects give their <c>key</c>, <c>id</c>, <c>name</c>, <c>file</c> or <c>path</c>.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, params ReadOnlySpan<string> names) =>
        [.. element.Items(names).Select(static i => AsText(i) ?? i.Text("key", "id", "name", "file", "path")).OfType<string>()];

    /// <summary>The members of an object, or the items of a list under their own <c>key</c> or <c>name</c>.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.Get(names) is { } value ? value.Members() : [];

    /// <summary>The members of this object, or the items of this list under their own <c>key</c>, <c>tool</c> or <c>name</c>.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(static p => (p.Name, p.Value)),
        JsonValueKind.Array => element.EnumerateArray().Select(static i => (i.Text("key", "tool", "name", "id") ?? "", i)),
        _ => [],
    };

    private static bool Fail(out double number)
    {
        number = 0;
        return false;
    }
}
