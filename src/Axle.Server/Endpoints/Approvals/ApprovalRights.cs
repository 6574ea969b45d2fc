using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Users;

namespace Axle.Server.Endpoints.Approvals;

/// <summary>
/// Who may answer questions: where a question names people, those and the admins of the tenant. People are named by id, name, e-mail address or a role,
/// which whoever may more has, too; words that name nobody leave it to the admins.
/// </summary>
/// <param name="users">Knows people; null on a server of one person, who may answer everything.</param>
internal sealed class ApprovalRights(IUserStore? users)
{
    /// <summary>The questions, with what the caller may do about them.</summary>
    public async ValueTask<IReadOnlyList<ApprovalItem>> SeenAsync(IReadOnlyList<ApprovalItem> items, Principal who, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return items;
        var names = await NamesAsync(who, cancellationToken);
        return [.. items.Select(item => Seen(item, who, names))];
    }

    /// <summary>
    /// Somebody of whom only a word is known. A user has the role that it has in the tenant, and may do nothing while it is kept out. Where there are users,
    /// whoever is none of them may do nothing; elsewhere they are known by the word alone, and may answer.
    /// </summary>
    /// <param name="users">Knows people; null for nobody.</param>
    /// <param name="user">Id, name or e-mail address of a user, or another word.</param>
    /// <param name="tenant">The tenant of the run that asks.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public static async ValueTask<Principal> WhoAsync(IIdentityStore? users, string user, string tenant, CancellationToken cancellationToken)
    {
        var known = users is null ? null : await NamedUsers.FindAsync(users, user, cancellationToken);
        if (known is null)
            return new Principal(user, tenant, users is not null && await users.HasUsersAsync(cancellationToken) ? [] : [Permission.ApprovalsDecide]);
        if (known.IsDisabled)
            return new Principal(known.Id, tenant, []);
        var role = await users!.RoleOfAsync(tenant, known.Id, cancellationToken);
        return new Principal(known.Id, tenant, known.IsOwner ? RolePermissions.Owner : RolePermissions.Of(role)) { Role = role, IsOwner = known.IsOwner };
    }

    /// <summary>The words by which questions may name somebody.</summary>
    public async ValueTask<HashSet<string>> NamesAsync(Principal who, CancellationToken cancellationToken)
    {
        var user = users is null ? null : await users.FindUserAsync(who.User, cancellationToken);
        var names = new HashSet<string>([who.User, .. RunStarting.RolesOf(who)], StringComparer.OrdinalIgnoreCase);
        if (user is not null)
            names.Add(user.Name);
        if (user?.Email is { } address)
            names.Add(address);
        return names;
    }

    private ApprovalItem Seen(ApprovalItem item, Principal who, HashSet<string> names)
    {
        var isAsked = users is null || item.Assignees.Count == 0 || item.Assignees.Any(names.Contains);
        return item with { IsAsked = isAsked, MayAnswer = who.May(Permission.ApprovalsDecide) && (isAsked || who.May(Permission.UsersManage)) };
    }
}
