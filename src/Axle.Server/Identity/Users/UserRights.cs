using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Users;

namespace Axle.Server.Identity.Users;

/// <summary>Whom somebody may see and change. Users of other tenants do not exist for an admin.</summary>
/// <param name="store">What is known.</param>
internal sealed class UserRights(IIdentityStore store)
{
    /// <summary>A user that the caller may see: itself, or as admin a member of its tenant; as owner anybody.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>.</exception>
    public async ValueTask<User> SeenAsync(Principal who, string id, CancellationToken cancellationToken)
    {
        var isSeen = id == who.User || who.IsOwner && who.May(Permission.UsersManage)
            || who.May(Permission.UsersManage) && await store.RoleOfAsync(who.Tenant, id, cancellationToken) != Role.None;
        return isSeen && await store.FindUserAsync(id, cancellationToken) is { } user
            ? user
            : throw new AxleException(ErrorKind.NotFound, "There is no such user in this tenant. GET /api/v1/users lists those there are.");
    }

    /// <summary>
    /// Refuses what reaches beyond the tenant: how a user signs in, when the user also works elsewhere. An admin of one tenant would become somebody
    /// in another by it.
    /// </summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>.</exception>
    public async ValueTask RequireWholeAsync(Principal who, User user, CancellationToken cancellationToken)
    {
        if (who.IsOwner || who.User == user.Id)
            return;
        if (user.IsOwner || (await store.ListRolesAsync(user.Id, cancellationToken)).Any(r => r.Tenant != who.Tenant))
            throw new AxleException(ErrorKind.Refused, "This user also works in other tenants, so only an owner of the server can do that.");
    }
}
