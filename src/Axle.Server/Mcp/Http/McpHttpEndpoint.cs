using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Server.Identity;
using Axle.Server.OpenAi.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Http;

/// <summary>Streamable HTTP: the revisions with sessions, and the newest without.</summary>
/// <param name="options">What is served.</param>
/// <param name="sessions">The sessions.</param>
/// <param name="access">Who is let in.</param>
/// <param name="origins">Origins of web pages that may ask, beside those of this machine.</param>
internal sealed class McpHttpEndpoint(McpServerOptions options, McpSessions sessions, AccessControl access, IReadOnlyCollection<string> origins)
{
    /// <summary>Key of the <see cref="Caller"/> among the items of a message.</summary>
    public const string CallerItem = "axle.caller";

    private const string SessionHeader = "Mcp-Session-Id";
    private const string VersionHeader = "MCP-Protocol-Version";
    private const string VersionKey = "io.modelcontextprotocol/protocolVersion";
    private const string CapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
    private const string Stateless = "2026-07-28";
    private const int MethodNotFound = -32601;
    private const int MissingCapability = -32021;
    private static readonly string[] Versions = [Stateless, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            CheckOrigin(http.Request);
            var caller = await access.IdentifyAsync(http.Request);
            await (http.Request.Method switch
            {
                "POST" => PostAsync(http, caller),
                "GET" => ListenAsync(http, caller),
                "DELETE" => EndAsync(http, caller),
                _ => throw new McpRefusal(405, McpRefusal.Other, "This address takes POST, GET and DELETE."),
            });
        }
        catch (McpRefusal refusal) when (!http.Response.HasStarted)
        {
            if (refusal.Status == 405)
                http.Response.Headers.Allow = "POST, GET, DELETE";
            await refusal.WriteAsync(http.Response, http.RequestAborted);
        }
        catch (ApiException refused) when (!http.Response.HasStarted)
        {
            if (refused.Error.Status == 401)
                http.Response.Headers.WWWAuthenticate = "Bearer";
            await new McpRefusal(refused.Error.Status, McpRefusal.Other, refused.Error.Message).WriteAsync(http.Response, http.RequestAborted);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client hung up.
        }
    }

    // A page of the web that a person looks at can ask this machine; a browser says then where the page is from.
    private void CheckOrigin(HttpRequest request)
    {
        foreach (var origin in request.Headers.Origin)
        {
            var isHere = Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.IsLoopback;
            if (!isHere && !origins.Contains(origin ?? "", StringComparer.OrdinalIgnoreCase))
                throw new McpRefusal(403, McpRefusal.Other, "Web pages of other sites may not ask here. Name the page's origin with --origin to allow it.");
        }
    }

    private async Task PostAsync(HttpContext http, Caller caller)
    {
        var accepted = http.Request.Headers.Accept.ToString();
        if (!Accepts(accepted, "application/json") || !Accepts(accepted, "text/event-stream"))
            throw new McpRefusal(406, McpRefusal.Other, "The header Accept must name application/json and text/event-stream.");
        if (http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new McpRefusal(415, McpRefusal.Other, "The header Content-Type must be application/json.");
        var message = await ReadAsync(http);
        var id = (message as JsonRpcMessageWithId)?.Id;
        var version = Version(http.Request.Headers, message, id);
        message.Context = new JsonRpcMessageContext { ProtocolVersion = version, Items = new Dictionary<string, object?> { [CallerItem] = caller } };
        await (version == Stateless ? OnceAsync(http, message) : InSessionAsync(http, caller, message));
    }

    private async Task InSessionAsync(HttpContext http, Caller caller, JsonRpcMessage message)
    {
        var id = http.Request.Headers[SessionHeader].ToString();
        var begins = message is JsonRpcRequest { Method: RequestMethods.Initialize };
        if (id.Length == 0 && !begins)
            throw new McpRefusal(400, McpRefusal.Other, $"The header {SessionHeader} is missing. It comes with the answer to 'initialize'.") { Request = (message as JsonRpcRequest)?.Id };
        var session = id.Length == 0 ? await sessions.BeginAsync(caller.Key) : sessions.Find(id, caller.Key);
        using var use = session.Use();
        http.Response.Headers[SessionHeader] = session.Id;
        BeginStream(http);
        if (!await session.Transport.HandlePostRequestAsync(message, http.Response.Body, http.RequestAborted))
            Accept(http);
    }

    private async Task OnceAsync(HttpContext http, JsonRpcMessage message)
    {
        if (message is JsonRpcRequest request)
            CheckMeta(request);
        HeaderCheck.Check(http.Request.Headers, message, options.ToolCollection);
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var server = McpServer.Create(transport, options);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var running = server.RunAsync(stopping.Token);
        try
        {
            BeginStream(http);
            if (!await transport.HandlePostRequestAsync(message, http.Response.Body, first => Status(http.Response, first!), http.RequestAborted))
                Accept(http);
        }
        finally
        {
            await stopping.CancelAsync();
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // Without a session every request says for itself what a session would have agreed on.
    private static void CheckMeta(JsonRpcRequest request)
    {
        var meta = request.Params?["_meta"] as JsonObject;
        var missing = meta?[VersionKey] is not JsonValue ? VersionKey : meta[CapabilitiesKey] is not JsonObject ? CapabilitiesKey : null;
        if (missing is not null)
            throw new McpRefusal(400, McpRefusal.InvalidParams, $"The request's _meta must have '{missing}'.") { Request = request.Id };
    }

    // Nothing is written yet: the status can still say what went wrong. Faulty arguments stay 200, as clients read the error from the message.
    private static ValueTask Status(HttpResponse response, JsonRpcMessage first)
    {
        if (first is JsonRpcError { Error.Code: var code })
        {
            response.StatusCode = code switch
            {
                MethodNotFound => 404,
                McpRefusal.HeaderMismatch or MissingCapability or McpRefusal.UnsupportedVersion or McpRefusal.InvalidRequest or McpRefusal.ParseError => 400,
                _ => 200,
            };
        }

        return ValueTask.CompletedTask;
    }

    private async Task ListenAsync(HttpContext http, Caller caller)
    {
        if (!Accepts(http.Request.Headers.Accept.ToString(), "text/event-stream"))
            throw new McpRefusal(406, McpRefusal.Other, "The header Accept must name text/event-stream.");
        if (http.Request.Headers[VersionHeader] == Stateless)
            throw new McpRefusal(405, McpRefusal.Other, "This revision listens with 'subscriptions/listen'.");
        var session = sessions.Find(http.Request.Headers[SessionHeader].ToString(), caller.Key);
        if (!session.TryListen())
            throw new McpRefusal(409, McpRefusal.Other, "The session is listened to already.");
        try
        {
            using var use = session.Use();
            BeginStream(http);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await session.Transport.HandleGetRequestAsync(http.Response.Body, http.RequestAborted);
        }
        finally
        {
            session.StopListening();
        }
    }

    private async Task EndAsync(HttpContext http, Caller caller)
    {
        await sessions.EndAsync(sessions.Find(http.Request.Headers[SessionHeader].ToString(), caller.Key));
        http.Response.StatusCode = 204;
    }

    private static async Task<JsonRpcMessage> ReadAsync(HttpContext http)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonRpcMessage>(http.Request.Body, McpJsonUtilities.DefaultOptions, http.RequestAborted)
                ?? throw new McpRefusal(400, McpRefusal.InvalidRequest, "The body is null; send one JSON-RPC message.");
        }
        catch (JsonException broken)
        {
            throw new McpRefusal(400, McpRefusal.ParseError, $"The body is not a JSON-RPC message: {broken.Message}");
        }
    }

    private static string? Version(IHeaderDictionary headers, JsonRpcMessage message, RequestId? id)
    {
        var given = headers[VersionHeader].ToString();
        if (given.Length > 0 && !Versions.Contains(given))
        {
            throw new McpRefusal(400, McpRefusal.UnsupportedVersion, $"The revision '{given}' of the protocol is not spoken here.")
            {
                Request = id,
                // What 'server/discover' says; the older ones are agreed on by 'initialize'.
                Details = new JsonObject { ["supported"] = new JsonArray(Stateless), ["requested"] = given },
            };
        }

        var said = ((message as JsonRpcRequest)?.Params?["_meta"] as JsonObject)?[VersionKey]?.ToString();
        if (said is not null && given.Length == 0)
            throw new McpRefusal(400, McpRefusal.HeaderMismatch, $"The header {VersionHeader} is missing; the message says '{said}'.") { Request = id };
        return given.Length == 0 ? null : given;
    }

    private static bool Accepts(string header, string type) =>
        header.Contains(type, StringComparison.OrdinalIgnoreCase) || header.Contains("*/*", StringComparison.Ordinal);

    private static void BeginStream(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    private static void Accept(HttpContext http)
    {
        http.Response.StatusCode = 202;
        http.Response.ContentType = null;
    }
}
