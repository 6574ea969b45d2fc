using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Users;
using Axle.Server.Endpoints;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Sessions;

/// <summary>Hands out the cookie of a session, and tells a page who is signed in.</summary>
/// <param name="store">What is known.</param>
/// <param name="sessions">Begins sessions.</param>
/// <param name="desk">Says what somebody may do.</param>
internal sealed class SessionDoor(IIdentityStore store, SessionBook sessions, AccessDesk desk)
{
    /// <summary>Begins a session of somebody who has proven who they are.</summary>
    public async Task<SessionItem> OpenAsync(HttpContext http, User user, CancellationToken cancellationToken)
    {
        var (session, token) = await sessions.BeginAsync(user.Id, AgentOf(http), Network.Of(http), cancellationToken);
        return await LetInAsync(http, session, token, cancellationToken);
    }

    /// <summary>Lets in with a session that has begun.</summary>
    public async Task<SessionItem> LetInAsync(HttpContext http, Session session, string token, CancellationToken cancellationToken)
    {
        AuditNote.Of(http).Actor = session.User;
        SessionCookie.Write(http, token, session.EndsAt);
        var principal = await desk.OfSessionAsync(token, tenant: null, cancellationToken)
            ?? throw new AxleException(ErrorKind.Authentication, "The session was ended meanwhile. Sign in again.");
        return await ShowAsync(principal, token, cancellationToken);
    }

    /// <summary>Who is signed in.</summary>
    public async Task<SessionItem> ShowAsync(Principal principal, string? token, CancellationToken cancellationToken)
    {
        var user = await store.FindUserAsync(principal.User, cancellationToken);
        var roles = await store.ListRolesAsync(principal.User, cancellationToken);
        IReadOnlyList<string> tenants = principal.Key is not null ? [principal.Tenant]
            : principal.IsOwner ? [.. (await store.ListTenantsAsync(cancellationToken)).Select(static t => t.Id)]
            : [.. roles.Select(static r => r.Tenant)];
        return new SessionItem(
            principal.User,
            user?.Name ?? principal.User,
            [ApiWords.Name(principal.Role)],
            tenants,
            principal.Tenant,
            [.. principal.Permissions.Order().Select(ApiWords.Name)],
            principal.IsOwner,
            token is null ? null : SessionCookie.CsrfOf(token),
            "users");
    }

    /// <summary>The browser, as it names itself.</summary>
    public static string AgentOf(HttpContext http) => http.Request.Headers.UserAgent.ToString();
}

/// <summary>Who is signed in.</summary>
/// <param name="User">Id of the user.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">The role in the tenant that is worked in.</param>
/// <param name="Tenants">Tenants that the user may work in: name one in the header <c>X-Axle-Tenant</c>.</param>
/// <param name="Tenant">The tenant that this request worked in.</param>
/// <param name="Permissions">What may be done in it.</param>
/// <param name="IsOwner">Whether the user owns the server.</param>
/// <param name="Csrf">What requests that change something send as <c>X-Axle-CSRF</c>; null for keys, which need none.</param>
/// <param name="Mode"><c>users</c>: people sign in.</param>
public sealed record SessionItem(
    string User, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Tenants, string Tenant, IReadOnlyList<string> Permissions, bool IsOwner,
    string? Csrf, string Mode);
