using Axle.Identity.Secrets;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Access;

/// <summary>The cookie that carries a session's token: no script reads it, no other site's page sends it.</summary>
internal static class SessionCookie
{
    /// <summary>The header that says what a page of another site cannot know.</summary>
    public const string CsrfHeader = "X-Axle-CSRF";

    private const string Name = "axle_session";
    // A browser takes this name over TLS only, and for this host only.
    private const string SecureName = "__Host-axle_session";

    /// <summary>The token that a request shows; null when it shows none.</summary>
    public static string? Read(HttpRequest request) => request.Cookies[NameFor(request)] is { Length: > 0 } token ? token : null;

    /// <summary>Hands a token over.</summary>
    public static void Write(HttpContext http, string token, DateTimeOffset endsAt) =>
        http.Response.Cookies.Append(NameFor(http.Request), token, Options(http.Request, endsAt));

    /// <summary>Has the browser forget it.</summary>
    public static void Remove(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), Options(http.Request, null));

    /// <summary>What requests with this cookie that change something have to say.</summary>
    public static string CsrfOf(string token) => SecretText.Derive(token, "csrf");

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : Name;

    private static CookieOptions Options(HttpRequest request, DateTimeOffset? endsAt) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        Expires = endsAt,
    };
}
