using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>Marks the place of a stream where one provider broke off and another goes on.</summary>
/// <param name="From">The provider that broke off.</param>
/// <param name="To">The provider that goes on.</param>
/// <param name="Model">Its model.</param>
/// <param name="Kind">Why the first one broke off.</param>
/// <param name="Characters">How many characters of the answer had arrived before.</param>
public sealed record StreamTakeover(string From, string To, string Model, ErrorKind Kind, int Characters)
{
    private const string Key = "axle.takeover";

    /// <summary>The mark on an update; null when it carries none.</summary>
    public static StreamTakeover? Of(ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update.AdditionalProperties?.TryGetValue(Key, out var value) is true ? value as StreamTakeover : null;
    }

    internal ChatResponseUpdate ToUpdate() => new(ChatRole.Assistant, []) { AdditionalProperties = new() { [Key] = this } };
}
