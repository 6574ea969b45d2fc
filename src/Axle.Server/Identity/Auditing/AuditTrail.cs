using System.Globalization;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Server.Endpoints.A2a;
using Axle.Server.Identity.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Auditing;

/// <summary>
/// Writes an entry into the audit log for every request that may have changed something, before the first byte of its answer leaves: who was told
/// that it is done is in the log. What callers who are not signed in try in vain is not written down, but signing in.
/// </summary>
/// <param name="store">The log.</param>
/// <param name="time">The clock.</param>
internal sealed class AuditTrail(IAuditStore store, TimeProvider time)
{
    private const string ReasonHeader = "X-Axle-Reason";
    private const int Longest = 300;

    /// <summary>Goes around every endpoint.</summary>
    public Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint() is RouteEndpoint endpoint && EndpointAccess.RuleOf(endpoint) is not null && !IsElsewhere(endpoint))
            http.Response.OnStarting(() => WriteAsync(http, endpoint));
        return next(http);
    }

    private async Task WriteAsync(HttpContext http, RouteEndpoint endpoint)
    {
        var (principal, note) = (http.PrincipalOrNull(), AuditNote.Of(http));
        if (!(note.IsChange ?? (OwnPage.IsChanging(http.Request) && endpoint.Metadata.GetMetadata<ChangesNothing>() is null)))
            return;
        // Strangers fill no disk.
        if (http.Response.StatusCode == StatusCodes.Status429TooManyRequests
            || (principal is null && note is { Actor: null, IsAttempt: false } && http.Response.StatusCode >= StatusCodes.Status400BadRequest))
            return;
        var fact = new AuditFact(
            time.GetUtcNow(),
            principal?.User ?? note.Actor ?? "",
            principal?.Tenant ?? "",
            $"{http.Request.Method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}",
            Short(note.Subject ?? Subject(http)),
            http.Response.StatusCode.ToString(CultureInfo.InvariantCulture),
            Short(http.Request.Headers[ReasonHeader].ToString()),
            $"{principal?.Key ?? principal?.Session ?? "-"} {Network.Of(http)}");
        // Not cancelled with the request: what was done stays done when the caller hangs up.
        foreach (var subject in note.Subjects)
            await store.AppendAuditAsync(fact with { Subject = Short(subject) }, CancellationToken.None);
        if (note.Subjects.Count == 0)
            await store.AppendAuditAsync(fact, CancellationToken.None);
    }

    private static string Subject(HttpContext http) => string.Join(' ', http.Request.RouteValues.Values.OfType<string>());

    /// <summary>What of a text fits into an entry.</summary>
    public static string Short(string text) => new([.. text.Where(static c => !char.IsControl(c)).Take(Longest)]);

    // The gateway keeps a ledger of its own, and tools of MCP write down what they do.
    private static bool IsElsewhere(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is not { } address || !(address.StartsWith("/api/", StringComparison.Ordinal) || address == A2aEndpoints.Address);
}
