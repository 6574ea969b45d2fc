using System.Text.Json.Serialization;

namespace Axle;

/// <summary>An error as data: what a history records and a user reads.</summary>
/// <param name="Kind">The class of the error; decides whether it is retried.</param>
/// <param name="Message">What is wrong, where, and how to mend it. Carries no secret, prompt or personal data.</param>
/// <param name="RetryAfter">How long the other side asks to wait before another attempt; null when it does not say.</param>
public sealed record AxleError(ErrorKind Kind, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>
    /// What clients of a server read in the place of <see cref="Message"/>, where that names an address or a file of whoever runs it; null where it does not.
    /// No history keeps it.
    /// </summary>
    [JsonIgnore]
    public string? ForClients { get; init; }

    /// <summary>
    /// Whether a store of Axle's own cannot be reached for now: nobody did anything wrong, and the same may succeed in a moment. No history keeps it.
    /// </summary>
    [JsonIgnore]
    public bool IsStoreAway { get; init; }
}
