using System.Security.Cryptography;
using System.Text;
using Axle.Identity.Access;
using Axle.Server.Endpoints;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Local;

/// <summary>
/// Lets in the one person who started the server on this machine, without users and passwords: whoever opens the address that the server printed has
/// its token, which becomes a cookie; programs send it as a bearer token. Listens to names of this machine only, so that no page of the web can reach it
/// by a name of its own.
/// </summary>
internal sealed class LocalAccess
{
    private const string CookieStart = "axle_session_";
    private const string CsrfHeader = "X-Axle-CSRF";
    private const string Scheme = "Bearer ";
    private readonly byte[] _hash;
    private readonly Principal _person = new(Environment.UserName, Scope.DefaultTenant, RolePermissions.Owner)
    {
        Role = Role.Admin,
        IsOwner = true,
    };

    /// <summary>Makes one.</summary>
    /// <param name="token">What lets in.</param>
    public LocalAccess(string token)
    {
        _hash = Hash(token);
        Csrf = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), "csrf"u8));
    }

    /// <summary>What requests that change something say, beside the cookie, so that no other page can make them.</summary>
    public string Csrf { get; }

    /// <summary>A token that nobody guesses.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Goes around everything that answers.</summary>
    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        if (!IsThisMachine(request.Host))
            return Refused(403, "host", "Without users only this machine is answered. Ask 127.0.0.1 or localhost.").WriteAsync(http);
        if (request.Query["token"] is [{ } shown] && HttpMethods.IsGet(request.Method) && Is(shown))
            return LetIn(http, shown);
        if (IsKnown(http))
            http.Features.Set(_person);
        return EndpointAccess.RuleOf(http.GetEndpoint()) switch
        {
            // Routing itself answers with endpoints that are none of ours: for a method or a content type that an address does not take.
            null when http.GetEndpoint() is RouteEndpoint => ApiProblem.NotFound("There is nothing at this address.").WriteAsync(http),
            null or { Permission: null } => next(http),
            _ when http.PrincipalOrNull() is null => Refused(
                401, "authentication", "Open the address that 'ax serve' printed, with its token; or send the token as 'Authorization: Bearer TOKEN'.").WriteAsync(http),
            _ when !IsOwnPage(http) => Refused(
                403, "csrf", $"A request that changes something comes with the header {CsrfHeader}, from GET /api/v1/session; and not from pages of other sites.").WriteAsync(http),
            { Permission: { } needed } when !_person.May(needed) => Refused(403, "refused", "This is not allowed here.").WriteAsync(http),
            _ => next(http),
        };
    }

    /// <summary>Adds what tells a page who is signed in.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/session", Show).WithTags("session").WithName("getSession").WithSummary("Tells who is signed in.").RequirePermission(Permission.Account);
        api.MapGet("/setup", static () => TypedResults.Ok(new LocalSetup(false, "local"))).WithTags("session").WithName("getSetup")
            .WithSummary("Tells whether the server waits for its first user.").AllowAnyone();
    }

    private Ok<LocalSession> Show(HttpContext http) => TypedResults.Ok(new LocalSession(
        http.Principal().User, [ApiWords.Name(_person.Role)], [_person.Tenant], _person.Tenant, [.. _person.Permissions.Select(ApiWords.Name)], Csrf, "local"));

    private static Task LetIn(HttpContext http, string token)
    {
        http.Response.Cookies.Append(CookieName(http), token, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = http.Request.IsHttps,
            Path = "/",
        });
        // The address without the token: it stays in no history, and goes to nobody as where one came from.
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(http.Request.PathBase + http.Request.Path);
        return Task.CompletedTask;
    }

    private bool IsKnown(HttpContext http)
    {
        if (Shown(http.Request) is { } shown)
            return Is(shown);
        return http.Request.Cookies.TryGetValue(CookieName(http), out var cookie) && Is(cookie);
    }

    private static string? Shown(HttpRequest request) =>
        request.Headers.Authorization is [{ } text] && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim() : null;

    // A browser sends the cookie with whatever asks; only pages of this server can read what the header must say.
    private bool IsOwnPage(HttpContext http)
    {
        var request = http.Request;
        if (Shown(request) is not null)
            return true;
        if (request.Headers.Origin is [{ Length: > 0 } origin] && origin != $"{request.Scheme}://{request.Host}")
            return false;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers[CsrfHeader].ToString()), Encoding.UTF8.GetBytes(Csrf));
    }

    // Cookies of one host are shared by all its ports.
    private static string CookieName(HttpContext http) => CookieStart + http.Connection.LocalPort;

    private bool Is(string shown) => CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static bool IsThisMachine(HostString host) => host.Host is "127.0.0.1" or "localhost" or "[::1]" or "::1";

    private static ApiProblem Refused(int status, string code, string detail) => new(status, code, status == 401 ? "Not signed in" : "Refused", detail);
}

/// <summary>Whether the server waits for its first user.</summary>
/// <param name="Needed">Whether it does.</param>
/// <param name="Mode"><c>local</c>: one person, no users.</param>
public sealed record LocalSetup(bool Needed, string Mode);

/// <summary>Who is signed in.</summary>
/// <param name="User">The user.</param>
/// <param name="Roles">The roles in the tenant.</param>
/// <param name="Tenants">The tenants that the user may work in.</param>
/// <param name="Tenant">The one that this session works in.</param>
/// <param name="Permissions">What may be done.</param>
/// <param name="Csrf">What requests that change something send as <c>X-Axle-CSRF</c>.</param>
/// <param name="Mode"><c>local</c>: one person, no users.</param>
public sealed record LocalSession(
    string User, IReadOnlyList<string> Roles, IReadOnlyList<string> Tenants, string Tenant, IReadOnlyList<string> Permissions, string Csrf, string Mode);
