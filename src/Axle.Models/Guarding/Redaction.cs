using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding;

/// <summary>
/// The mark of what a guardrail took something out of. A message that carries it is never looked up in the cache, an answer that carries it
/// never goes into it: what is left may mean something else for the next person.
/// </summary>
public static class Redaction
{
    /// <summary>The key of <see cref="ChatMessage.AdditionalProperties"/> and <see cref="ChatResponse.AdditionalProperties"/>; its value is true.</summary>
    public const string Key = "axle.redacted";

    /// <summary>Marks a message.</summary>
    public static void Mark(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        (message.AdditionalProperties ??= [])[Key] = true;
    }

    /// <summary>Marks an answer.</summary>
    public static void Mark(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        (response.AdditionalProperties ??= [])[Key] = true;
    }

    /// <summary>Whether a message carries the mark.</summary>
    public static bool IsOn(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return IsOn(message.AdditionalProperties);
    }

    /// <summary>Whether an answer, or a message of it, carries the mark.</summary>
    public static bool IsOn(ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return IsOn(response.AdditionalProperties) || response.Messages.Any(IsOn);
    }

    /// <summary>Whether a part of a stream carries the mark.</summary>
    public static bool IsOn(ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return IsOn(update.AdditionalProperties);
    }

    private static bool IsOn(AdditionalPropertiesDictionary? properties) =>
        properties?.TryGetValue(Key, out var value) is true && value is true;
}
