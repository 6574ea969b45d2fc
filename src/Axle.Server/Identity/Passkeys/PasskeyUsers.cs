using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace Axle.Server.Identity.Passkeys;

/// <summary>Shows the store to ASP.NET's own implementation of WebAuthn, which reads users and passkeys and changes neither.</summary>
/// <param name="store">What is known.</param>
internal sealed class PasskeyUsers(IIdentityStore store) : IUserPasskeyStore<User>
{
    /// <inheritdoc/>
    public Task<string> GetUserIdAsync(User user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    /// <inheritdoc/>
    public Task<string?> GetUserNameAsync(User user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    /// <inheritdoc/>
    public Task<string?> GetNormalizedUserNameAsync(User user, CancellationToken cancellationToken) => GetUserNameAsync(user, cancellationToken);

    /// <inheritdoc/>
    public Task<User?> FindByIdAsync(string userId, CancellationToken cancellationToken) => store.FindUserAsync(userId, cancellationToken).AsTask();

    /// <inheritdoc/>
    public Task<User?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        store.FindUserByNameAsync(normalizedUserName, cancellationToken).AsTask();

    /// <inheritdoc/>
    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(User user, CancellationToken cancellationToken) =>
        [.. (await store.ListPasskeysAsync(user.Id, cancellationToken)).Select(InfoOf)];

    /// <inheritdoc/>
    public async Task<User?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await store.FindPasskeyAsync(credentialId, cancellationToken) is { } passkey ? await store.FindUserAsync(passkey.User, cancellationToken) : null;

    /// <inheritdoc/>
    public async Task<UserPasskeyInfo?> FindPasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) =>
        await store.FindPasskeyAsync(credentialId, cancellationToken) is { } passkey && passkey.User == user.Id ? InfoOf(passkey) : null;

    /// <inheritdoc/>
    public Task AddOrUpdatePasskeyAsync(User user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task RemovePasskeyAsync(User user, byte[] credentialId, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task SetUserNameAsync(User user, string? userName, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task SetNormalizedUserNameAsync(User user, string? normalizedName, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task<IdentityResult> CreateAsync(User user, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task<IdentityResult> UpdateAsync(User user, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public Task<IdentityResult> DeleteAsync(User user, CancellationToken cancellationToken) => throw Unchanged();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The store belongs to the host.
    }

    private static UserPasskeyInfo InfoOf(Passkey passkey) => new(
        passkey.Credential, passkey.PublicKey, passkey.CreatedAt, passkey.SignCount, transports: null, isUserVerified: true, passkey.IsBackupEligible,
        passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static NotSupportedException Unchanged() => new("Users and passkeys are changed through the ports of Axle.Identity.");
}
