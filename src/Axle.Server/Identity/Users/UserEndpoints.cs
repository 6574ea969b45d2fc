using Axle.Identity.Access;
using Axle.Identity.Enrolment;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Server.Endpoints;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Users;

/// <summary>The people of a tenant: invite, change, remove.</summary>
/// <param name="store">What is known.</param>
/// <param name="enrolment">Invites.</param>
/// <param name="rights">Whom somebody may see and change.</param>
/// <param name="time">The clock.</param>
internal sealed class UserEndpoints(IIdentityStore store, EnrolmentDesk enrolment, UserRights rights, TimeProvider time)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("users").RequirePermission(Permission.UsersManage);
        users.MapGet("", ListAsync).WithName("listUsers").WithSummary("Lists the users of the tenant, by name.");
        users.MapPost("", InviteAsync).WithName("inviteUser").WithSummary("Invites somebody into the tenant.").ProducesProblem(409);
        users.MapGet("/{id}", ShowAsync).WithName("getUser").WithSummary("Shows a user.").ProducesProblem(404).RequirePermission(Permission.Account);
        users.MapPatch("/{id}", ChangeAsync).WithName("changeUser").WithSummary("Changes a user's role, address, or whether it is kept out.").ProducesProblem(404);
        users.MapDelete("/{id}", RemoveAsync).WithName("removeUser").WithSummary("Takes a user out of the tenant; out of the last one, off the server.").ProducesProblem(404);
        users.MapPost("/{id}/invitation", InviteAnewAsync).WithName("inviteAnew").WithSummary("Invites a user anew who lost the password or the app.").ProducesProblem(404);
    }

    private async Task<Ok<Page<UserItem>>> ListAsync(HttpContext http, string? cursor, int? limit, CancellationToken cancellationToken)
    {
        var (who, wanted) = (http.Principal(), Page.Limit(limit));
        var found = await store.ListUsersAsync(who.Tenant, cursor, wanted + 1, cancellationToken);
        var items = new List<UserItem>(wanted);
        foreach (var user in found.Take(wanted))
            items.Add(await ItemAsync(user, who, cancellationToken));
        return TypedResults.Ok(new Page<UserItem>(items, found.Count > wanted ? items[^1].Name : null));
    }

    private async Task<Created<InvitationItem>> InviteAsync(HttpContext http, InviteRequest body, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        if (body.Role == Role.None)
            throw new AxleException(ErrorKind.Validation, "Name a role: viewer, operator, developer or admin.");
        var user = new User(SecretText.NewId("usr_"), UserName.Check(body.User))
        {
            Email = UserName.CheckEmail(body.Email),
            CreatedAt = time.GetUtcNow(),
            Version = 0,
        };
        var invitation = await enrolment.InviteAsync(user, cancellationToken);
        await store.SetRoleAsync(new Member(who.Tenant, user.Id, body.Role), cancellationToken);
        AuditNote.Of(http).Subject = $"{user.Id} {ApiWords.Name(body.Role)}";
        return TypedResults.Created($"/api/v1/users/{user.Id}", new InvitationItem(UserItem.Of(user, body.Role, who), invitation));
    }

    private async Task<Ok<UserItem>> ShowAsync(HttpContext http, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ItemAsync(await rights.SeenAsync(http.Principal(), id, cancellationToken), http.Principal(), cancellationToken));

    private async Task<Ok<UserItem>> ChangeAsync(HttpContext http, string id, UserChange body, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        if (body.Role == Role.None)
            throw new AxleException(ErrorKind.Validation, "Name a role: viewer, operator, developer or admin. DELETE takes a user out of the tenant.");
        var user = await rights.SeenAsync(who, id, cancellationToken);
        if (body.Email is not null || body.IsDisabled is not null)
            await rights.RequireWholeAsync(who, user, cancellationToken);
        if (user.IsOwner && (body.IsDisabled == true || !who.IsOwner))
            throw new AxleException(ErrorKind.Refused, "An owner of the server is kept out by nobody, and changed by owners only.");
        if (body.Email is not null || body.IsDisabled is not null)
        {
            user = user with { Email = body.Email is null ? user.Email : UserName.CheckEmail(body.Email), IsDisabled = body.IsDisabled ?? user.IsDisabled };
            if (!await store.ChangeUserAsync(user, cancellationToken))
                throw new AxleException(ErrorKind.Validation, "The user was changed meanwhile. Try again.");
            if (user.IsDisabled)
                await store.EndSessionsAsync(user.Id, except: null, cancellationToken);
        }

        if (body.Role is { } role)
            await store.SetRoleAsync(new Member(who.Tenant, user.Id, role), cancellationToken);
        AuditNote.Of(http).Subject = $"{user.Id}{(body.Role is { } given ? " " + ApiWords.Name(given) : "")}{(body.IsDisabled is { } off ? off ? " disabled" : " enabled" : "")}";
        return TypedResults.Ok(await ItemAsync(user, who, cancellationToken));
    }

    private async Task<NoContent> RemoveAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var user = await rights.SeenAsync(who, id, cancellationToken);
        if (user.IsOwner || user.Id == who.User)
            throw new AxleException(ErrorKind.Refused, "Owners of the server cannot be removed, and nobody removes themselves: ask another admin.");
        await store.SetRoleAsync(new Member(who.Tenant, user.Id, Role.None), cancellationToken);
        if ((await store.ListRolesAsync(user.Id, cancellationToken)).Count == 0)
            await store.RemoveUserAsync(user.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<Ok<InvitationItem>> InviteAnewAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var user = await rights.SeenAsync(who, id, cancellationToken);
        await rights.RequireWholeAsync(who, user, cancellationToken);
        if (user.Id == who.User)
            throw new AxleException(ErrorKind.Refused, "Nobody invites themselves: use a recovery code, or ask another admin.");
        var invitation = await enrolment.InviteAsync(user, cancellationToken);
        return TypedResults.Ok(new InvitationItem(await ItemAsync(user, who, cancellationToken), invitation));
    }

    private async ValueTask<UserItem> ItemAsync(User user, Principal who, CancellationToken cancellationToken) =>
        UserItem.Of(user, await store.RoleOfAsync(who.Tenant, user.Id, cancellationToken), who);
}
