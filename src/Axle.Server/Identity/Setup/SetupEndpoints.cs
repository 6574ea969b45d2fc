using Axle.Identity.Enrolment;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Identity.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Setup;

/// <summary>The first user, and those who were invited: choose a password, be shown the secrets, prove to have them.</summary>
/// <param name="users">Tells whether there is an owner.</param>
/// <param name="enrolment">Enrols.</param>
/// <param name="token">What the server printed.</param>
/// <param name="doors">Begins the session of who has enrolled.</param>
/// <param name="company">What people call the provider that they may sign in with; null for none.</param>
internal sealed class SetupEndpoints(IUserStore users, EnrolmentDesk enrolment, SetupToken token, SessionDoor doors, string? company)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var setup = api.MapGroup("/setup").WithTags("setup").AllowAnyone();
        setup.MapGet("", ShowAsync).WithName("getSetup").WithSummary("Tells whether the server waits for its owner.");
        setup.MapPost("", BeginAsync).WithName("beginSetup").WithSummary("Chooses the owner's name and password.").ProducesProblem(403);
        setup.MapPost("/confirm", ConfirmAsync).WithName("confirmSetup").WithSummary("Proves the second factor: makes the owner and signs it in.").ProducesProblem(401);
        var invited = api.MapGroup("/invitations").WithTags("setup").AllowAnyone();
        invited.MapPost("/accept", AcceptAsync).WithName("acceptInvitation").WithSummary("Chooses a password with an invitation.").ProducesProblem(401);
        invited.MapPost("/confirm", ConfirmInvitedAsync).WithName("confirmInvitation").WithSummary("Proves the second factor and signs in.").ProducesProblem(401);
    }

    private async Task<Ok<SetupItem>> ShowAsync(CancellationToken cancellationToken) =>
        TypedResults.Ok(new SetupItem(!await users.HasUsersAsync(cancellationToken), "users", company));

    private async Task<Ok<EnrolmentItem>> BeginAsync(SetupRequest body, CancellationToken cancellationToken)
    {
        if (!await users.HasUsersAsync(cancellationToken) && !token.Is(body.Token))
        {
            throw new ApiProblemException(new ApiProblem(
                403, "setup-token", "Refused", "The token is not the one that the server printed when it started. Open the address that it printed."));
        }

        return TypedResults.Ok(EnrolmentItem.Of(await enrolment.BeginOwnerAsync(body.User, body.Email, body.Password, cancellationToken)));
    }

    private async Task<Ok<SessionItem>> ConfirmAsync(HttpContext http, ConfirmRequest body, CancellationToken cancellationToken)
    {
        var user = await enrolment.ConfirmOwnerAsync(body.User, body.Code, cancellationToken);
        AuditNote.Of(http).Subject = user.Id;
        return TypedResults.Ok(await doors.OpenAsync(http, user, cancellationToken));
    }

    private async Task<Ok<EnrolmentItem>> AcceptAsync(AcceptRequest body, CancellationToken cancellationToken) =>
        TypedResults.Ok(EnrolmentItem.Of(await enrolment.BeginInvitedAsync(body.Invitation, body.Password, cancellationToken)));

    private async Task<Ok<SessionItem>> ConfirmInvitedAsync(HttpContext http, ConfirmInvitedRequest body, CancellationToken cancellationToken)
    {
        var user = await enrolment.ConfirmInvitedAsync(body.Invitation, body.Code, cancellationToken);
        AuditNote.Of(http).Subject = user.Id;
        return TypedResults.Ok(await doors.OpenAsync(http, user, cancellationToken));
    }
}
