using System.Text.Json;
using Axle.Server.OpenAi.Errors;

namespace Axle.Server.OpenAi.Json;

/// <summary>Reads fields of requests. A field that is missing or null is null; one of the wrong kind is an error that names its place.</summary>
internal static class RequestFields
{
    /// <summary>A field of any kind; null when there is none.</summary>
    public static JsonElement? Field(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Text.</summary>
    public static string? Text(this JsonElement item, string name, string place) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Wrong(place, name, "a string"),
    };

    /// <summary>Text that must be there.</summary>
    public static string NeedText(this JsonElement item, string name, string place) =>
        item.Text(name, place) is { Length: > 0 } text
            ? text
            : throw ApiErrors.Invalid(At(place, name), $"Missing required parameter: '{At(place, name)}'.", "missing_required_parameter");

    /// <summary>A name, which is kept and shown: one with control characters is none.</summary>
    public static string? Name(this JsonElement item, string name) => item.Text(name, "") is { } text && text.Any(char.IsControl)
        ? throw Wrong("", name, "a name without control characters")
        : item.Text(name, "");

    /// <summary>A name that must be there.</summary>
    public static string NeedName(this JsonElement item, string name) => item.Name(name) is { Length: > 0 } text ? text : item.NeedText(name, "");

    /// <summary>A number within limits, both included.</summary>
    public static float? Number(this JsonElement item, string name, double least, double most) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.GetDouble() >= least && number.GetDouble() <= most => (float)number.GetDouble(),
        _ => throw Wrong("", name, $"a number from {least} to {most}"),
    };

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    public static int? Whole(this JsonElement item, string name, int least) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var whole) && whole >= least => whole,
        _ => throw Wrong("", name, $"a whole number of at least {least}"),
    };

    /// <summary>True or false.</summary>
    public static bool? Truth(this JsonElement item, string name) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong("", name, "true or false"),
    };

    /// <summary>An object.</summary>
    public static JsonElement? Object(this JsonElement item, string name, string place) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => found,
        _ => throw Wrong(place, name, "an object"),
    };

    /// <summary>A list.</summary>
    public static JsonElement? List(this JsonElement item, string name, string place) => item.Field(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } found => found,
        _ => throw Wrong(place, name, "an array"),
    };

    /// <summary>The name of a field below a place.</summary>
    public static string At(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static ApiException Wrong(string place, string name, string wanted) =>
        ApiErrors.Invalid(At(place, name), $"Invalid value for '{At(place, name)}': must be {wanted}.", "invalid_value");
}
