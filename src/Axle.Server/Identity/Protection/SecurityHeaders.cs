using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Protection;

/// <summary>
/// What every answer tells a browser: run no script that came as data, show this in no frame, guess no types, tell nobody where one came from. An
/// endpoint that set its own policy keeps it.
/// </summary>
internal static class SecurityHeaders
{
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>Goes around everything that answers.</summary>
    public static Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            Decorate((HttpContext)state);
            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    private static void Decorate(HttpContext http)
    {
        var headers = http.Response.Headers;
        if (headers.ContentSecurityPolicy.Count == 0)
            headers.ContentSecurityPolicy = DataPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        // What is behind a sign-in belongs into no cache that others share.
        if (http.Request.Path.StartsWithSegments("/api") && headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
    }
}
