namespace Axle.Workflows.Ports;

/// <summary>
/// Where the data keys of tenants lie, wrapped by a master key. Keys are numbered for each tenant, from 1; the one with the highest number is the
/// current one. What was destroyed stays as a row without key, so that a value says of itself that it was erased.
/// </summary>
public interface IDataKeyStore
{
    /// <summary>All keys, also of what was destroyed. Blocks: values are read where nothing can be awaited, and a key is missed seldom.</summary>
    IReadOnlyList<StoredDataKey> ListKeys();

    /// <summary>Adds a key; false when the tenant has one of that number already.</summary>
    ValueTask<bool> AddKeyAsync(StoredDataKey key, CancellationToken cancellationToken);

    /// <summary>Replaces what a key is wrapped in; false when it is another by now.</summary>
    ValueTask<bool> RewrapKeyAsync(StoredDataKey key, ReadOnlyMemory<byte> wrapped, CancellationToken cancellationToken);

    /// <summary>Overwrites all keys of a tenant where they lie, and returns how many there were.</summary>
    ValueTask<int> DestroyKeysAsync(string tenant, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>A data key as it is stored.</summary>
/// <param name="Id">What values name it by.</param>
/// <param name="Tenant">Whose values it encrypts.</param>
/// <param name="Number">Which of the tenant's keys it is, from 1.</param>
/// <param name="Wrapped">The key, encrypted with a master key; empty when it was destroyed.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DestroyedAt">When it was destroyed; null while it is there.</param>
public sealed record StoredDataKey(
    string Id, string Tenant, int Number, ReadOnlyMemory<byte> Wrapped, DateTimeOffset CreatedAt, DateTimeOffset? DestroyedAt = null);
