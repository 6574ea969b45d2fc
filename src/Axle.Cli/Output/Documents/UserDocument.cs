using System.Collections.Immutable;
using Axle.Identity.Tenants;
using Axle.Identity.Users;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>ax user list</c>.</summary>
internal sealed record UserListDocument(ImmutableArray<UserPart> Users);

/// <summary>A user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name it signs in with.</param>
/// <param name="Status"><c>active</c>, <c>invited</c> or <c>disabled</c>.</param>
/// <param name="IsOwner">Whether it owns the server.</param>
/// <param name="Roles">What it is: <c>operator of acme</c>.</param>
internal sealed record UserPart(string Id, string Name, string Status, bool IsOwner, ImmutableArray<string> Roles)
{
    public static UserPart Of(User user, IReadOnlyList<Member> roles) => new(
        user.Id,
        user.Name,
        user.IsDisabled ? "disabled" : user.PasswordHash is null ? "invited" : "active",
        user.IsOwner,
        [.. user.IsOwner ? ["owner"] : Array.Empty<string>(), .. roles.Select(static r => $"{Words.Name(r.Role)} of {r.Tenant}")]);
}

/// <summary>The answer of <c>ax user invite</c>.</summary>
/// <param name="Id">Id of the user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Invitation">What has to be handed over.</param>
internal sealed record InvitationDocument(string Id, string Name, string Invitation);
