using Axle.Identity.Access;
using Axle.Privacy;
using Axle.Server.Endpoints.Chat;
using Axle.Server.Identity.Access;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity.Privacy;

/// <summary>
/// Shows what runs say with personal data masked, to whoever lacks the permission to see it. Their own runs, and questions that they may answer, they see
/// whole. A mask that comes back in a request is refused: it must not be taken for the value. It goes around the API by itself; doors that speak another
/// language (MCP, the live socket) ask it for each thing that they tell. A2A tells tasks of the caller only, and models answer what they are asked.
/// </summary>
/// <param name="mask">What masks.</param>
/// <param name="store">Says whose a run is.</param>
internal sealed class MaskedViews(PersonalDataMask mask, IRunStore store)
{
    private const string Api = "/api/v1";
    private const string Approvals = Api + "/approvals";
    private const string Sessions = Api + "/sessions";
    private const string Tasks = "/a2a";
    private static readonly byte[] Mark = System.Text.Encoding.UTF8.GetBytes(PersonalDataMask.Mark);

    /// <summary>Endpoints of these show what is in runs.</summary>
    private static readonly Permission[] Showing =
    [
        Permission.RunsRead, Permission.RunsStart, Permission.RunsControl, Permission.ApprovalsDecide,
    ];

    /// <summary>Whether somebody sees what a run says only with a mask.</summary>
    public ValueTask<bool> AreForAsync(Principal who, RunId? run, CancellationToken cancellationToken) =>
        AreForAsync(who.User, who.May(Permission.PersonalDataRead), run, cancellationToken);

    /// <summary>Whether a caller sees what a run says only with a mask.</summary>
    public ValueTask<bool> AreForAsync(Caller caller, RunId? run, CancellationToken cancellationToken) =>
        AreForAsync(caller.Key?.User, caller.SeesPersonalData, run, cancellationToken);

    /// <summary>What is told as JSON, masked.</summary>
    public byte[] Mask(ReadOnlySpan<byte> json) => mask.Json(json);

    /// <summary>Refuses what a caller says when a mask is in it that stands for what they do not see.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>.</exception>
    public static void RefuseMasks(Caller caller, ReadOnlySpan<byte> json)
    {
        if (!caller.SeesPersonalData)
            RefuseMasks(json);
    }

    private async ValueTask<bool> AreForAsync(string? user, bool sees, RunId? run, CancellationToken cancellationToken)
    {
        if (sees)
            return false;
        if (run is not { } id || string.IsNullOrEmpty(user))
            return true;
        var first = await store.ReadEventsAsync(id, 0, 1, cancellationToken);
        return first is not [{ Event: RunStarted started }] || started.Attributes.GetValueOrDefault("user") != user;
    }

    /// <summary>Goes around every endpoint.</summary>
    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments(Tasks) && http.PrincipalOrNull()?.May(Permission.PersonalDataRead) == false)
            await RefuseMasksAsync(http.Request);
        if (http.WebSockets.IsWebSocketRequest || http.PrincipalOrNull() is not { } who || !Shows(http, who)
            || !await ShowsMaskedAsync(http, who))
        {
            await next(http);
            return;
        }

        await RefuseMasksAsync(http.Request);
        http.Features.Set(mask);
        // Streams mask each message by themselves.
        if (IsStream(http.GetEndpoint()!))
            await next(http);
        else
            await MaskAsync(http, next);
    }

    private async Task MaskAsync(HttpContext http, RequestDelegate next)
    {
        var body = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }

        ReadOnlyMemory<byte> shown = answer.GetBuffer().AsMemory(0, (int)answer.Length);
        if (shown.Length > 0 && http.Response.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
            shown = mask.Json(shown.Span);
        if (shown.Length == 0)
            return;
        http.Response.ContentLength = shown.Length;
        await body.WriteAsync(shown, http.RequestAborted);
    }

    private static bool Shows(HttpContext http, Principal who) =>
        http.Request.Path.StartsWithSegments(Api) && EndpointAccess.RuleOf(http.GetEndpoint()) is { Permission: { } needed } && Showing.Contains(needed)
        && !(who.May(Permission.ApprovalsDecide) && (http.Request.Path.StartsWithSegments(Approvals) || http.Request.Path.StartsWithSegments(Sessions)));

    private static bool IsStream(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(static p => p.ContentTypes.Contains(ChatStream.MediaType));

    private async ValueTask<bool> ShowsMaskedAsync(HttpContext http, Principal who)
    {
        // Runs are known by their own id below every address that shows one of them.
        if ((http.GetRouteValue("id") ?? http.GetRouteValue("run")) is not string id)
            return await AreForAsync(who, null, http.RequestAborted);
        // A comparison shows a second run.
        foreach (var shown in http.Request.Query["with"].Append(id))
        {
            if (await AreForAsync(who, RunId.TryParse(shown, out var run) ? run : null, http.RequestAborted))
                return true;
        }

        return false;
    }

    private static async Task RefuseMasksAsync(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || !request.HasJsonContentType())
            return;
        request.EnableBuffering();
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, request.HttpContext.RequestAborted);
        request.Body.Position = 0;
        RefuseMasks(content.GetBuffer().AsSpan(0, (int)content.Length));
    }

    private static void RefuseMasks(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf(Mark) < 0)
            return;
        throw new AxleException(
            ErrorKind.Refused, $"A value has '{PersonalDataMask.Mark}…]' in it, which stands for personal data that you do not see. Leave that value out, or ask somebody who sees it.");
    }
}
