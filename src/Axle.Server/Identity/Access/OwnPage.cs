using Axle.Identity.Secrets;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Access;

/// <summary>Keeps pages of other sites from asking in somebody's name: a browser sends the cookie with whatever asks.</summary>
internal static class OwnPage
{
    /// <summary>Whether a request comes from a page of another site, as far as the browser tells.</summary>
    public static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ } site] && site is "cross-site" or "same-site")
            return IsChanging(request) || IsUpgrade(request);
        // Behind a proxy that ends TLS the schemes differ; host and port are what count.
        return request.Headers.Origin is [{ Length: > 0 } origin]
            && (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || !IsSame(page, request.Host));
    }

    /// <summary>Whether a request that changes something says what only a page of this server can know.</summary>
    /// <param name="request">The request.</param>
    /// <param name="token">Its session's token.</param>
    public static bool Proves(HttpRequest request, string token) =>
        !IsChanging(request) || SecretText.AreEqual(request.Headers[SessionCookie.CsrfHeader], SessionCookie.CsrfOf(token));

    /// <summary>Whether a request may change something.</summary>
    public static bool IsChanging(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    private static bool IsUpgrade(HttpRequest request) => request.Headers.Upgrade.Count > 0;

    private static bool IsSame(Uri page, HostString host) =>
        string.Equals(page.Host.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port is null ? page.IsDefaultPort : page.Port == host.Port);
}
