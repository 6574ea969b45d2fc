using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>
/// Small values that outlive runs and that processes share: cached results, circuit breakers, schedules. Each has a version, so that of
/// two writers one knows that it lost. Every method returns after its effect is durable.
/// </summary>
public interface IValueStore
{
    /// <summary>Finds a value that has not expired; null when there is none.</summary>
    /// <param name="space">What the value is for, for example <c>cache</c>, or <see cref="TenantSpace"/>; at most 128 characters.</param>
    /// <param name="key">Its name there, at most 512 characters.</param>
    /// <param name="now">Values that expire at or before this are not found.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lists the values of a space that have not expired, by key.</summary>
    ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Lists the spaces that have values that have not expired, by name.</summary>
    ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Writes a value.</summary>
    /// <param name="space">What the value is for.</param>
    /// <param name="key">Its name there.</param>
    /// <param name="value">The value.</param>
    /// <param name="expected">The version it must have now: 0 for none; null to write whatever is there.</param>
    /// <param name="expiresAt">When it is forgotten; null for never.</param>
    /// <param name="cancellationToken">Cancels the writing before it began.</param>
    /// <returns>The new version, from 1; null when the version was not the expected one, and nothing was written.</returns>
    ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Removes a value; false when there was none.</summary>
    ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken);
}

/// <summary>A value with its version.</summary>
/// <param name="Key">Its name in its space.</param>
/// <param name="Value">The value.</param>
/// <param name="Version">Counts its changes, from 1.</param>
/// <param name="ExpiresAt">When it is forgotten; null for never.</param>
public sealed record StoredValue(string Key, Payload Value, long Version, DateTimeOffset? ExpiresAt);
