using System.Buffers.Text;
using Axle.Identity.Access;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Server.Endpoints;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Identity.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Passkeys;

/// <summary>Signing in with a passkey, and one's own passkeys.</summary>
/// <param name="store">What is known.</param>
/// <param name="desk">Carries out the ceremonies.</param>
/// <param name="proof">Finds out again who somebody is.</param>
/// <param name="door">Hands out cookies.</param>
internal sealed class PasskeyEndpoints(IPasskeyStore store, PasskeyDesk desk, FreshProof proof, SessionDoor door)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var signingIn = api.MapGroup("/session/passkey").WithTags("session").AllowAnyone();
        signingIn.MapPost("/options", (Delegate)BeginSigningInAsync).WithName("beginPasskeySignIn").WithSummary("Begins to sign in with a passkey.");
        signingIn.MapPost("", SignInAsync).WithName("signInWithPasskey").WithSummary("Signs in with what the device answered.").ProducesProblem(401);
        var own = api.MapGroup("/session/passkeys").WithTags("session").RequirePermission(Permission.Account);
        own.MapGet("", ListAsync).WithName("listPasskeys").WithSummary("Lists one's passkeys.");
        own.MapPost("/options", BeginAddingAsync).WithName("beginPasskey").WithSummary("Begins to add a passkey, with password and code.").ProducesProblem(401);
        own.MapPost("", AddAsync).WithName("addPasskey").WithSummary("Adds what the device made.").ProducesProblem(400);
        own.MapPost("/{id}/removal", RemoveAsync).WithName("removePasskey").WithSummary("Removes a passkey, with password and code.")
            .ProducesProblem(401).ProducesProblem(404);
    }

    private async Task<Ok<CeremonyItem>> BeginSigningInAsync(HttpContext http) => TypedResults.Ok(await desk.BeginSigningInAsync(http));

    private async Task<Ok<SessionItem>> SignInAsync(HttpContext http, PasskeyRequest body, CancellationToken cancellationToken)
    {
        AuditNote.Of(http).IsAttempt = true;
        var user = await desk.SignInAsync(http, body, cancellationToken);
        return TypedResults.Ok(await door.OpenAsync(http, user, cancellationToken));
    }

    private async Task<Ok<Page<PasskeyItem>>> ListAsync(HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(Page.Of<PasskeyItem>([.. (await store.ListPasskeysAsync(http.Principal().User, cancellationToken)).Select(PasskeyItem.Of)]));

    private async Task<Ok<CeremonyItem>> BeginAddingAsync(HttpContext http, ProofRequest body, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.BeginAddingAsync(http, await proof.OfAsync(http, body.Password, body.Code, cancellationToken)));

    private async Task<Ok<PasskeyItem>> AddAsync(HttpContext http, PasskeyRequest body, CancellationToken cancellationToken)
    {
        var added = PasskeyItem.Of(await desk.AddAsync(http, http.Principal().User, body, cancellationToken));
        AuditNote.Of(http).Subject = added.Id;
        return TypedResults.Ok(added);
    }

    private async Task<NoContent> RemoveAsync(HttpContext http, string id, ProofRequest body, CancellationToken cancellationToken)
    {
        AuditNote.Of(http).Subject = id;
        var own = (await store.ListPasskeysAsync(http.Principal().User, cancellationToken)).FirstOrDefault(p => PasskeyItem.Of(p).Id == id)
            ?? throw new ApiProblemException(ApiProblem.NotFound("You have no such passkey."));
        var user = await proof.OfAsync(http, body.Password, body.Code, cancellationToken);
        await store.RemovePasskeyAsync(user.Id, own.Credential, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A passkey, as its owner sees it.</summary>
/// <param name="Id">Id of its credential.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="IsSynced">Whether its device has copied it to others of the owner.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="UsedAt">When it was used last; null for never.</param>
public sealed record PasskeyItem(string Id, string Name, bool IsSynced, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt)
{
    internal static PasskeyItem Of(Passkey passkey) =>
        new(Base64Url.EncodeToString(passkey.Credential), passkey.Name, passkey.IsBackedUp, passkey.CreatedAt, passkey.UsedAt);
}
