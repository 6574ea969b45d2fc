using System.Text.Json;

namespace Axle.Agents.Runtime;

/// <summary>Reads texts out of JSON that somebody else wrote.</summary>
internal static class JsonText
{
    /// <summary>A member that is a text; null when there is none, or it is something else, or the holder is no object.</summary>
    public static string? Text(this JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
