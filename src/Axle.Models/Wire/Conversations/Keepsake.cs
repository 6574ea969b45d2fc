using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Conversations;

/// <summary>
/// Parts of an answer that only its provider understands (signatures, blocks of its own tools) and wants back on the next turn as they were. They
/// travel in <see cref="AIContent.AdditionalProperties"/> under a name with the provider in it, so that no other provider is sent them.
/// </summary>
internal static class Keepsake
{
    /// <summary>Keeps a part in a content.</summary>
    public static T Keep<T>(this T content, string name, object part)
        where T : AIContent
    {
        (content.AdditionalProperties ??= [])[name] = part;
        return content;
    }

    /// <summary>A kept text; null when there is none. Contents that were stored as JSON hold it as an element.</summary>
    public static string? KeptText(this AIContent content, string name) => content.Kept(name) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };

    /// <summary>A kept JSON object; undefined when there is none.</summary>
    public static JsonElement KeptJson(this AIContent content, string name) =>
        content.Kept(name) is JsonElement { ValueKind: JsonValueKind.Object } element ? element : default;

    private static object? Kept(this AIContent content, string name) =>
        content.AdditionalProperties?.TryGetValue(name, out var part) is true ? part : null;
}
