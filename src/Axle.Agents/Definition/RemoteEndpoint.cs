using System.Collections.Immutable;

namespace Axle.Agents.Definition;

/// <summary>Where an agent lives that is asked over the network.</summary>
/// <param name="Url">Gets the work as JSON: in a POST, or in a message when it begins with <c>ws</c>.</param>
/// <param name="Timeout">The longest time that it may take.</param>
public sealed record RemoteEndpoint(Uri Url, TimeSpan Timeout)
{
    /// <summary>The time when nothing else is said.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Headers by name; a value <c>env:NAME</c> stands for an environment variable, so that no secret is in the file.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
