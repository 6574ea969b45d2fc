using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Identity.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Oidc;

/// <summary>Signing in with the account of a company: OpenID Connect, authorization code with PKCE.</summary>
/// <param name="options">Which provider.</param>
/// <param name="provider">Speaks to it.</param>
/// <param name="signIns">What is under way.</param>
/// <param name="store">What is known of users.</param>
/// <param name="door">Begins sessions.</param>
/// <param name="time">The clock.</param>
internal sealed class OidcEndpoints(
    OidcOptions options, OidcProvider provider, OidcSignIns signIns, IIdentityStore store, SessionDoor door, TimeProvider time)
{
    private const string Cookie = "axle_oidc";
    private const string CookiePath = "/api/v1/session/oidc";

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        var oidc = api.MapGroup("/session/oidc").WithTags("session").AllowAnyone();
        oidc.MapGet("", BeginAsync).WithName("beginOidc").WithSummary("Sends the browser to the provider.").Produces(302);
        oidc.MapGet("/callback", ReturnAsync).WithName("returnFromOidc").WithSummary("Where the provider sends the browser back to.").Produces(302).ProducesProblem(401);
    }

    private async Task<RedirectHttpResult> BeginAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var addresses = await provider.AddressesAsync(cancellationToken);
        var signIn = signIns.Begin(Network.Of(http));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(signIn.Verifier)));
        // Lax: the browser comes back from another site.
        http.Response.Cookies.Append(Cookie, signIn.Browser, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = CookiePath,
            Expires = signIn.EndsAt,
        });
        http.Response.Headers.CacheControl = "no-store";
        var query = new QueryString().Add("response_type", "code").Add("client_id", options.ClientId).Add("redirect_uri", CallbackOf(http).ToString())
            .Add("scope", "openid email profile").Add("state", signIn.State).Add("nonce", signIn.Nonce)
            .Add("code_challenge", challenge).Add("code_challenge_method", "S256");
        var joint = addresses.Authorization.Query.Length > 0 ? "&" + query.Value![1..] : query.Value;
        return TypedResults.Redirect(addresses.Authorization + joint);
    }

    private async Task<RedirectHttpResult> ReturnAsync(HttpContext http, string? code, string? state, CancellationToken cancellationToken)
    {
        http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = CookiePath });
        var signIn = signIns.Take(state, http.Request.Cookies[Cookie]);
        (AuditNote.Of(http).IsChange, AuditNote.Of(http).IsAttempt) = (true, true);
        if (string.IsNullOrEmpty(code))
            throw new AxleException(ErrorKind.Authentication, "The provider let you not in. Begin signing in again, or ask whoever runs it.");
        var token = await provider.ExchangeAsync(code, signIn.Verifier, CallbackOf(http), cancellationToken);
        var issuer = (await provider.AddressesAsync(cancellationToken)).Issuer;
        var expected = new IdTokenExpectation(issuer, options.ClientId, signIn.Nonce, time.GetUtcNow());
        var subject = await IdToken.ReadAsync(token, expected, async id => await provider.KeyAsync(id, cancellationToken));
        var user = await store.FindUserByLoginAsync(issuer, subject.Subject, cancellationToken) ?? await JoinAsync(issuer, subject, cancellationToken);
        if (user.IsDisabled)
            throw new AxleException(ErrorKind.Authentication, "This account is kept out here. Ask an admin.");
        await door.OpenAsync(http, user, cancellationToken);
        return TypedResults.Redirect("/");
    }

    // Never by e-mail address: who may choose one at the provider would become somebody else here.
    private async ValueTask<User> JoinAsync(string issuer, IdTokenSubject subject, CancellationToken cancellationToken)
    {
        // The first user of a server is its owner, who comes with the token that the server printed.
        if (options.JoinTenant is not { } tenant || await store.FindTenantAsync(tenant, cancellationToken) is null
            || !await store.HasUsersAsync(cancellationToken))
            throw new AxleException(ErrorKind.Authentication, "Nobody here belongs to this account of the provider. Ask an admin for an invitation.");
        var id = SecretText.NewId("usr_");
        var user = new User(id, id) { Email = subject.Email is { Length: <= 254 } email ? email : null, CreatedAt = time.GetUtcNow() };
        foreach (var name in (string?[])[subject.Name, subject.Email, id])
        {
            if (TryName(name) is not { } free || !await store.AddUserAsync(user with { Name = free }, onlyAsFirst: false, cancellationToken))
                continue;
            await store.PutLoginAsync(issuer, subject.Subject, id, cancellationToken);
            await store.SetRoleAsync(new Member(tenant, id, options.JoinRole), cancellationToken);
            return user with { Name = free };
        }

        throw new AxleException(ErrorKind.Internal, "The user could not be added. Try again.");
    }

    private static string? TryName(string? name)
    {
        try
        {
            return name is null ? null : UserName.Check(name);
        }
        catch (AxleException)
        {
            return null;
        }
    }

    private Uri CallbackOf(HttpContext http) =>
        new(options.PublicUrl ?? new Uri($"{http.Request.Scheme}://{http.Request.Host}"), "/api/v1/session/oidc/callback");
}
