using Axle.Identity.Access;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Protection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Access;

/// <summary>
/// Stands before every endpoint: who asks, from a page of ours, and may they. What states no rule is answered to nobody. Until the server is set up,
/// this machine alone is answered.
/// </summary>
/// <param name="desk">Says who asks.</param>
/// <param name="users">Tells whether there is an owner.</param>
/// <param name="rates">How much one caller may ask.</param>
internal sealed class AccessGuard(AccessDesk desk, IUserStore users, RequestRates rates)
{
    private const string Scheme = "Bearer ";
    private const string TenantHeader = "X-Axle-Tenant";
    private const int LongestToken = 256;
    private volatile bool _isSetUp;

    /// <summary>Goes around every endpoint.</summary>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        // Routing itself answers with endpoints that are none of ours: for a method or a content type that an address does not take.
        if (http.GetEndpoint() is not RouteEndpoint)
        {
            await next(http);
            return;
        }

        var rule = EndpointAccess.RuleOf(http.GetEndpoint())
            ?? throw Refused(403, "no-rule", "This address states no permission, so nobody may use it. That is a fault of this version of Axle.");
        if (!await IsSetUpAsync(http.RequestAborted))
            BeforeSetUp(http, rule);
        if (OwnPage.IsForeign(http.Request))
            throw Refused(403, "foreign-page", "Pages of other sites may not ask here.");
        var (principal, showed) = await AdmitAsync(http, rule);
        if (principal is not null)
            http.Features.Set(principal);
        if (rule.Permission is { } needed)
            Check(principal, needed, showed);
        http.Features.Set(new StandingAccess(() => StandsAsync(http, rule, principal)));
        await next(http);
    }

    private async ValueTask<(Principal? Principal, bool Showed)> AdmitAsync(HttpContext http, AccessRule rule)
    {
        (Principal? Principal, bool Showed) found = default;
        try
        {
            found = await IdentifyAsync(http, rule, isUse: true);
        }
        finally
        {
            // Whoever is refused is counted, too.
            rates.Admit(http, found.Principal, rule);
        }

        return found;
    }

    /// <summary>Whether whoever began a long answer may still do all that could be done then: what it shows follows from that.</summary>
    private async ValueTask<bool> StandsAsync(HttpContext http, AccessRule rule, Principal? then)
    {
        try
        {
            var (now, _) = await IdentifyAsync(http, rule, isUse: false);
            return rule.Permission is not { } needed || (now?.May(needed) == true && then?.Permissions.IsSubsetOf(now.Permissions) == true);
        }
        catch (AxleException gone) when (gone.Error.Kind == ErrorKind.NotFound)
        {
            // No member of the tenant any more.
            return false;
        }
    }

    private static void Check(Principal? principal, Permission needed, bool showed)
    {
        if (principal is null)
        {
            throw Refused(401, "authentication", showed
                ? "The session has ended, or the key is wrong, revoked or expired. Sign in again, or use another key."
                : "Sign in, or send a key as 'Authorization: Bearer KEY'.");
        }

        if (!principal.May(needed))
        {
            throw Refused(403, "refused", principal.Key is null
                ? $"Your role in this tenant does not allow this; it needs {needed}. An admin of the tenant can give you another."
                : $"The key does not allow this; it needs {needed}. Make another key with it.");
        }
    }

    private async ValueTask<bool> IsSetUpAsync(CancellationToken cancellationToken) =>
        _isSetUp || (_isSetUp = await users.HasUsersAsync(cancellationToken));

    private static void BeforeSetUp(HttpContext http, AccessRule rule)
    {
        // A page of the web can have its own name point to this machine; its requests then come with that name.
        var host = http.Request.Host.Host;
        if (!Network.IsThisMachine(http) || host is not ("127.0.0.1" or "localhost" or "[::1]" or "::1"))
            throw Refused(403, "setup-needed", "The server has no owner yet, and until then only answers its own machine. Open /setup there, with the token it printed.");
        if (rule.Permission is not null)
            throw Refused(401, "setup-needed", "The server has no owner yet. Open /setup on this machine, with the token it printed.");
    }

    private async ValueTask<(Principal? Principal, bool Showed)> IdentifyAsync(HttpContext http, AccessRule rule, bool isUse)
    {
        var request = http.Request;
        var tenant = Tenant(request);
        if (request.Headers.Authorization is [{ Length: < LongestToken } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            // Addresses for anyone may have keys of their own kind.
            return (await desk.OfKeyAsync(header[Scheme.Length..].Trim(), rule.Permission is null ? null : tenant, http.RequestAborted), true);
        }

        if (request.Headers.Authorization.Count > 0 || SessionCookie.Read(request) is not { Length: < LongestToken } token)
            return (null, false);
        var principal = await desk.OfSessionAsync(token, rule.Permission is null ? null : tenant, isUse, http.RequestAborted);
        if (principal is null)
            return (null, true);
        return rule.Permission is null || OwnPage.Proves(request, token)
            ? (principal, true)
            : throw Refused(403, "csrf", $"A request that changes something comes with the header {SessionCookie.CsrfHeader}, which GET /api/v1/session tells.");
    }

    // Sockets and event streams of browsers send no headers of their own.
    private static string? Tenant(HttpRequest request) =>
        request.Headers[TenantHeader] is [{ Length: > 0 } header] ? header : request.Query["tenant"] is [{ Length: > 0 } query] ? query : null;

    private static ApiProblemException Refused(int status, string code, string detail) =>
        new(new ApiProblem(status, code, status == 401 ? "Not signed in" : "Refused", detail));
}
