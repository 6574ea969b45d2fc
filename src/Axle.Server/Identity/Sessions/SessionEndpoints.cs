using Axle.Identity.Access;
using Axle.Identity.Entrance;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.SecondFactor;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Sessions;

/// <summary>Signing in and out, and one's own password and recovery codes.</summary>
/// <param name="store">What is known.</param>
/// <param name="entrance">Lets people in.</param>
/// <param name="proof">Finds out again who somebody is.</param>
/// <param name="gate">Makes hashes of passwords.</param>
/// <param name="door">Hands out cookies.</param>
internal sealed class SessionEndpoints(IIdentityStore store, PasswordEntrance entrance, FreshProof proof, PasswordGate gate, SessionDoor door)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("session").RequirePermission(Permission.Account);
        session.MapPost("", SignInAsync).WithName("signIn").WithSummary("Signs in with password and code.").ProducesProblem(401).ProducesProblem(429).AllowAnyone();
        session.MapGet("", ShowAsync).WithName("getSession").WithSummary("Tells who is signed in.").ProducesProblem(401);
        session.MapDelete("", SignOutAsync).WithName("signOut").WithSummary("Ends this session.");
        session.MapPut("/password", ChangePasswordAsync).WithName("changePassword").WithSummary("Changes one's password; ends one's other sessions.").ProducesProblem(401);
        session.MapPost("/recovery", NewCodesAsync).WithName("newRecoveryCodes").WithSummary("Makes new recovery codes; the old ones are no good any more.").ProducesProblem(401);
    }

    private async Task<Ok<SessionItem>> SignInAsync(HttpContext http, SignInRequest body, CancellationToken cancellationToken)
    {
        AuditNote.Of(http).IsAttempt = true;
        var (_, session, token) = await entrance.SignInAsync(FreshProof.Attempt(http, body.User, body.Password, body.Code), cancellationToken);
        return TypedResults.Ok(await door.LetInAsync(http, session, token, cancellationToken));
    }

    private async Task<Ok<SessionItem>> ShowAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var principal = http.Principal();
        return TypedResults.Ok(await door.ShowAsync(principal, principal.Key is null ? SessionCookie.Read(http.Request) : null, cancellationToken));
    }

    private async Task<NoContent> SignOutAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var principal = http.Principal();
        if (principal.Session is { } session)
            await store.EndSessionAsync(principal.User, session, cancellationToken);
        SessionCookie.Remove(http);
        return TypedResults.NoContent();
    }

    private async Task<NoContent> ChangePasswordAsync(HttpContext http, PasswordRequest body, CancellationToken cancellationToken)
    {
        var user = await proof.OfAsync(http, body.Password, body.Code, cancellationToken);
        PasswordRules.Check(body.NewPassword, user.Name);
        var hash = await gate.CreateAsync(body.NewPassword!, cancellationToken);
        // Proving may have renewed the hash, so the user is read again.
        user = (await store.FindUserAsync(user.Id, cancellationToken))!;
        if (!await store.ChangeUserAsync(user with { PasswordHash = hash }, cancellationToken))
            throw new AxleException(ErrorKind.Validation, "Your account was changed meanwhile. Try again.");
        await store.EndSessionsAsync(user.Id, http.Principal().Session, cancellationToken);
        return TypedResults.NoContent();
    }

    private async Task<Ok<RecoveryItem>> NewCodesAsync(HttpContext http, ProofRequest body, CancellationToken cancellationToken)
    {
        var user = await proof.OfAsync(http, body.Password, body.Code, cancellationToken);
        var codes = RecoveryCodes.New();
        await store.PutRecoveryCodesAsync(user.Id, [.. codes.Select(static c => RecoveryCodes.Hash(c)!)], cancellationToken);
        return TypedResults.Ok(new RecoveryItem(codes));
    }
}

/// <summary>Signing in.</summary>
/// <param name="User">Name of the user.</param>
/// <param name="Password">The password.</param>
/// <param name="Code">The code of the authenticator app, or a recovery code.</param>
public sealed record SignInRequest(string? User, string? Password, string? Code = null);

/// <summary>Changing one's password.</summary>
/// <param name="Password">The password as it is.</param>
/// <param name="Code">A code.</param>
/// <param name="NewPassword">The password as it shall be.</param>
public sealed record PasswordRequest(string? Password, string? Code, string? NewPassword);

/// <summary>Proving again who one is.</summary>
/// <param name="Password">The password.</param>
/// <param name="Code">A code.</param>
public sealed record ProofRequest(string? Password, string? Code);

/// <summary>New recovery codes; shown once.</summary>
/// <param name="Recovery">The codes.</param>
public sealed record RecoveryItem(IReadOnlyList<string> Recovery);
