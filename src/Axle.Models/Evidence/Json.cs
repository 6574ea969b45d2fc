using System.Text.Json;

namespace Axle.Models.Evidence;

/// <summary>Reads JSON of unknown shape without throwing.</summary>
internal static class Json
{
    public static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>A number held to its range; <paramref name="otherwise"/> when absent or no number.</summary>
    public static double Number(JsonElement element, string name, double least, double most, double otherwise) =>
        Property(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? Math.Clamp(number, least, most)
            : otherwise;
}
