using System.Collections.Frozen;
using Axle.Identity.Keys;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Users;

namespace Axle.Identity.Access;

/// <summary>
/// Says who asks and what they may do. It looks with every request, and remembers nothing: a session that was ended, a role that was taken, a key
/// that was revoked and a user who was kept out are so at once.
/// </summary>
/// <param name="store">What is known.</param>
/// <param name="sessions">Who is signed in.</param>
/// <param name="keys">Keys of programs.</param>
public sealed class AccessDesk(IIdentityStore store, SessionBook sessions, ApiKeyBook keys)
{
    /// <summary>Who shows the token of a session and uses it.</summary>
    /// <inheritdoc cref="OfSessionAsync(string, string?, bool, CancellationToken)"/>
    public ValueTask<Principal?> OfSessionAsync(string token, string? tenant, CancellationToken cancellationToken) =>
        OfSessionAsync(token, tenant, isUse: true, cancellationToken);

    /// <summary>Who shows the token of a session.</summary>
    /// <param name="token">The token.</param>
    /// <param name="tenant">The tenant to work in; null for the user's first.</param>
    /// <param name="isUse">Whether somebody uses it just now; false only looks whether it still stands.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the session has ended.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: the user does not belong to the tenant, or there is none such.</exception>
    public async ValueTask<Principal?> OfSessionAsync(string token, string? tenant, bool isUse, CancellationToken cancellationToken)
    {
        if (await sessions.FindAsync(token, isUse, cancellationToken) is not { } session
            || await store.FindUserAsync(session.User, cancellationToken) is not { IsDisabled: false } user)
        {
            return null;
        }

        return await InAsync(user, tenant, cancellationToken) with { Session = session.Id };
    }

    /// <summary>Who shows the secret of a key.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="tenant">The tenant to work in; null for the key's own, the only one it works in.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the key is no good.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: another tenant than the key's.</exception>
    public async ValueTask<Principal?> OfKeyAsync(string secret, string? tenant, CancellationToken cancellationToken)
    {
        if (await keys.FindAsync(secret, cancellationToken) is not { } key
            || await store.FindUserAsync(key.User, cancellationToken) is not { IsDisabled: false } user)
        {
            return null;
        }

        if (tenant is not null && tenant != key.Tenant)
            throw NoSuchTenant();
        var principal = await InAsync(user, key.Tenant, cancellationToken);
        return principal with
        {
            Key = key.Id,
            Permissions = key.Permissions.Where(principal.May).ToFrozenSet(),
            // What an owner is beyond the tenant, a key is only when it was made for that.
            IsOwner = principal.IsOwner && key.Permissions.Contains(Permission.SystemManage),
        };
    }

    private async ValueTask<Principal> InAsync(User user, string? tenant, CancellationToken cancellationToken)
    {
        if (tenant is null)
        {
            var roles = await store.ListRolesAsync(user.Id, cancellationToken);
            // The same one whatever tenants come: the default one of those who belong to it.
            tenant = user.IsOwner || roles.Any(static r => r.Tenant == Scope.DefaultTenant) ? Scope.DefaultTenant : roles.Count > 0 ? roles[0].Tenant : "";
        }

        var role = tenant.Length == 0 ? Role.None : await store.RoleOfAsync(tenant, user.Id, cancellationToken);
        if (role == Role.None && tenant.Length > 0 && (!user.IsOwner || await store.FindTenantAsync(tenant, cancellationToken) is null))
            throw NoSuchTenant();
        return new Principal(user.Id, tenant, user.IsOwner ? RolePermissions.Owner : RolePermissions.Of(role))
        {
            Role = user.IsOwner ? Role.Admin : role,
            IsOwner = user.IsOwner,
        };
    }

    private static AxleException NoSuchTenant() =>
        new(ErrorKind.NotFound, "There is no such tenant, or you do not belong to it. GET /api/v1/session lists yours.");
}
