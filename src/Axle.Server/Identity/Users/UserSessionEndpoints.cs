using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Users;
using Axle.Server.Endpoints;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Users;

/// <summary>Where somebody is signed in: seen and ended by the user, and by who manages users.</summary>
/// <param name="store">What is known.</param>
/// <param name="sessions">Lists sessions.</param>
/// <param name="rights">Whom somebody may see and change.</param>
internal sealed class UserSessionEndpoints(IIdentityStore store, SessionBook sessions, UserRights rights)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/users/{id}/sessions").WithTags("users").RequirePermission(Permission.Account);
        group.MapGet("", ListAsync).WithName("listUserSessions").WithSummary("Lists where a user is signed in.").ProducesProblem(404);
        group.MapDelete("", EndAllAsync).WithName("endUserSessions").WithSummary("Ends all sessions of a user but the one that asks.").ProducesProblem(404);
        group.MapDelete("/{session}", EndAsync).WithName("endUserSession").WithSummary("Ends one session of a user.").ProducesProblem(404);
    }

    private async Task<Ok<Page<UserSessionItem>>> ListAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var user = await rights.SeenAsync(who, id, cancellationToken);
        await rights.RequireWholeAsync(who, user, cancellationToken);
        var found = await sessions.ListAsync(user.Id, cancellationToken);
        return TypedResults.Ok(Page.Of<UserSessionItem>([.. found.Select(s => UserSessionItem.Of(s, who))]));
    }

    private async Task<NoContent> EndAllAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var user = await EndedAsync(who, id, cancellationToken);
        await store.EndSessionsAsync(user.Id, who.User == user.Id ? who.Session : null, cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<NoContent> EndAsync(HttpContext http, string id, string session, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var user = await EndedAsync(who, id, cancellationToken);
        return await store.EndSessionAsync(user.Id, session, cancellationToken)
            ? TypedResults.NoContent()
            : throw new AxleException(ErrorKind.NotFound, "The user has no such session; it may have ended.");
    }

    private async ValueTask<User> EndedAsync(Principal who, string id, CancellationToken cancellationToken)
    {
        if (who.Session is null && !who.May(Permission.UsersManage))
            throw new AxleException(ErrorKind.Refused, "A key cannot end its user's sessions. Sign in, or give the key the permission 'usersManage'.");
        var user = await rights.SeenAsync(who, id, cancellationToken);
        await rights.RequireWholeAsync(who, user, cancellationToken);
        return user;
    }
}
