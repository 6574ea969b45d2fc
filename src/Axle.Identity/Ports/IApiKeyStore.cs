using Axle.Identity.Keys;

namespace Axle.Identity.Ports;

/// <summary>Port: keeps API keys. Revoked and expired ones stay listed.</summary>
public interface IApiKeyStore
{
    /// <summary>Adds a key.</summary>
    ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Finds a key by what is kept of it; null when there is none.</summary>
    ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> secretHash, CancellationToken cancellationToken);

    /// <summary>Lists keys of a tenant, the newest first.</summary>
    /// <param name="tenant">Id of the tenant.</param>
    /// <param name="user">Only keys of this user; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(string tenant, string? user, int limit, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used.</summary>
    ValueTask TouchKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Revokes a key.</summary>
    /// <param name="tenant">Id of the tenant.</param>
    /// <param name="user">Only a key of this user; null for anybody's.</param>
    /// <param name="id">Id of the key.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when there is none such that is not revoked yet.</returns>
    ValueTask<bool> RevokeKeyAsync(string tenant, string? user, string id, DateTimeOffset now, CancellationToken cancellationToken);
}
