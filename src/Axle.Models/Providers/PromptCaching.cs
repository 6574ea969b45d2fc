using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers;

/// <summary>
/// How a caller asks a provider to keep the beginning of a prompt in its cache, where that is asked for call by call (Anthropic). Under the key
/// <see cref="Key"/> stands the lifetime, <c>"5m"</c> or <c>"1h"</c>: in a content's <see cref="AIContent.AdditionalProperties"/> for everything up to
/// and with that content, or in <see cref="ChatOptions.AdditionalProperties"/> for tools and instructions, and for the whole conversation so far.
/// </summary>
public static class PromptCaching
{
    /// <summary>The key.</summary>
    public const string Key = "cache";

    /// <summary>Five minutes after the last use.</summary>
    public const string FiveMinutes = "5m";

    /// <summary>An hour after the last use, at a higher price.</summary>
    public const string OneHour = "1h";

    internal static string? LifetimeOf(ChatOptions? options) => Read(options?.AdditionalProperties);

    internal static string? LifetimeOf(AIContent content) => Read(content.AdditionalProperties);

    private static string? Read(AdditionalPropertiesDictionary? properties)
    {
        if (properties?.TryGetValue(Key, out var value) is not true)
            return null;
        return (value is JsonElement { ValueKind: JsonValueKind.String } element ? element.GetString() : value as string) switch
        {
            FiveMinutes => FiveMinutes,
            OneHour => OneHour,
            _ => null,
        };
    }
}
