using Axle.Identity.Access;
using Axle.Identity.Sessions;
using Axle.Identity.Users;
using Axle.Server.Endpoints;

namespace Axle.Server.Identity.Users;

/// <summary>A user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Name it signs in with.</param>
/// <param name="Email">E-mail address; null when there is none, or the caller may not see personal data.</param>
/// <param name="Role">What it is in this tenant.</param>
/// <param name="IsOwner">Whether it owns the server.</param>
/// <param name="Status"><c>active</c>, <c>invited</c> or <c>disabled</c>.</param>
/// <param name="CreatedAt">When it was added.</param>
public sealed record UserItem(string Id, string Name, string? Email, string Role, bool IsOwner, string Status, DateTimeOffset CreatedAt)
{
    internal static UserItem Of(User user, Role role, Principal who) => new(
        user.Id, user.Name, who.May(Permission.PersonalDataRead) || who.User == user.Id ? user.Email : null, ApiWords.Name(role), user.IsOwner,
        user.IsDisabled ? "disabled" : user.InvitationHash is not null ? "invited" : "active", user.CreatedAt);
}

/// <summary>A session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="SeenAt">When it was used last.</param>
/// <param name="EndsAt">When it ends at the latest.</param>
/// <param name="Agent">The browser, as it names itself.</param>
/// <param name="Place">The network it began from.</param>
/// <param name="IsCurrent">Whether it is the one that asks.</param>
public sealed record UserSessionItem(
    string Id, DateTimeOffset CreatedAt, DateTimeOffset SeenAt, DateTimeOffset EndsAt, string Agent, string Place, bool IsCurrent)
{
    internal static UserSessionItem Of(Session session, Principal who) => new(
        session.Id, session.CreatedAt, session.SeenAt, session.EndsAt, session.Agent, session.Place, session.Id == who.Session);
}

/// <summary>Somebody to invite.</summary>
/// <param name="User">Name to sign in with.</param>
/// <param name="Role">What it is in this tenant.</param>
/// <param name="Email">E-mail address; may be left out.</param>
public sealed record InviteRequest(string? User, Role Role, string? Email = null);

/// <summary>An invitation; shown once.</summary>
/// <param name="User">Who is invited.</param>
/// <param name="Invitation">What has to be handed over: it lets choose a password at <c>/invitations/accept</c>.</param>
public sealed record InvitationItem(UserItem User, string Invitation);

/// <summary>What changes of a user; null stays.</summary>
/// <param name="Role">What it is in this tenant.</param>
/// <param name="Email">E-mail address; empty removes it.</param>
/// <param name="IsDisabled">Whether it is kept out.</param>
public sealed record UserChange(Role? Role = null, string? Email = null, bool? IsDisabled = null);
