using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Resilience;

/// <summary>A store that cannot be reached.</summary>
internal sealed class BrokenValues : IValueStore
{
    public ValueTask<StoredValue?> FindValueAsync(string space, string key, DateTimeOffset now, CancellationToken cancellationToken) => throw new IOException("gone");

    public ValueTask<IReadOnlyList<StoredValue>> ListValuesAsync(string space, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new IOException("gone");

    public ValueTask<IReadOnlyList<string>> ListSpacesAsync(DateTimeOffset now, CancellationToken cancellationToken) => throw new IOException("gone");

    public ValueTask<long?> PutValueAsync(
        string space, string key, Payload value, long? expected, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => throw new IOException("gone");

    public ValueTask<bool> RemoveValueAsync(string space, string key, CancellationToken cancellationToken) => throw new IOException("gone");
}
