using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>Takes back what a stream has shown: whoever shows it removes it again. Another answer may follow.</summary>
/// <param name="Characters">How many characters of text were shown since the stream, or the answer before, began.</param>
/// <param name="Guard">Which guard wants it.</param>
/// <param name="Reason">Code of the reason.</param>
public sealed record Retraction(int Characters, string Guard, string Reason)
{
    private const string Key = "axle.retraction";

    /// <summary>The retraction on an update; null when it carries none.</summary>
    public static Retraction? Of(ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update.AdditionalProperties?.TryGetValue(Key, out var value) is true ? value as Retraction : null;
    }

    /// <summary>An update without text that carries it.</summary>
    public ChatResponseUpdate ToUpdate() => new(ChatRole.Assistant, []) { AdditionalProperties = new() { [Key] = this } };
}
