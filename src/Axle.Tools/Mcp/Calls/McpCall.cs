using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Tools.Contract;
using Axle.Tools.Mcp.Connections;
using ModelContextProtocol;

namespace Axle.Tools.Mcp.Calls;

/// <summary>Calls a tool of one server.</summary>
internal static class McpCall
{
    /// <summary>Key in a call's <c>_meta</c>: the same for the same work, also when it is asked for again after a crash.</summary>
    public const string IdempotencyKey = "axle/idempotencyKey";

    /// <summary>Key in a call's <c>_meta</c>: for whom it is made.</summary>
    public const string CallerKey = "axle/caller";

    /// <summary>Calls, and waits for the result.</summary>
    /// <exception cref="McpCallException">It failed; says whether the server may have done the work.</exception>
    public static async ValueTask<JsonElement> InvokeAsync(
        McpConnection connection, string tool, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var server = connection.Server;
        var sent = false;
        using var deadline = new CallDeadline(server.Timeout, context.Time, cancellationToken);
        try
        {
            return await connection.DuringAsync(
                async client =>
                {
                    sent = true;
                    CallerHeaders.Caller = server.TellsCaller ? context.Caller : null;
                    var given = arguments.EnumerateObject().ToDictionary(static p => p.Name, static p => (object?)p.Value, StringComparer.Ordinal);
                    var options = new RequestOptions { Meta = Meta(server.TellsCaller ? context.Caller : null, context.IdempotencyKey) };
                    return McpResult.Read(server.Name, tool, await client.CallToolAsync(tool, given, deadline, options, deadline.Token));
                },
                deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsOver && !cancellationToken.IsCancellationRequested)
        {
            var limit = server.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            throw new McpCallException(
                ErrorKind.Timeout, $"MCP server '{server.Name}' was silent for {limit} s while '{tool}' was under way ('timeout' in its settings).", sent);
        }
        catch (AxleException known)
        {
            // Before it was sent, the connection itself failed; after, the server has answered.
            throw new McpCallException(known.Error.Kind, known.Message, isOpen: false, known) { IsUnsent = !sent };
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && McpFaults.IsExpected(failed))
        {
            var isOpen = sent && !McpFaults.IsAnswer(failed);
            var what = isOpen ? $"the connection ended in the middle of '{tool}'" : $"'{tool}' failed";
            throw new McpCallException(
                McpFaults.KindOf(failed), $"MCP server '{server.Name}': {what}: {McpFaults.Reason(failed, "")}", isOpen, failed);
        }
    }

    private static JsonObject Meta(ToolCaller? caller, string idempotencyKey)
    {
        var meta = new JsonObject { [IdempotencyKey] = idempotencyKey };
        if (caller is null)
            return meta;
        var told = new JsonObject();
        foreach (var (name, value) in new (string, string?)[]
        {
            ("tenant", caller.Tenant), ("user", caller.User), ("session", caller.Session), ("run", caller.Run), ("agent", caller.Agent),
        })
        {
            if (value is { Length: > 0 })
                told[name] = value;
        }

        if (caller.Scopes.Length > 0)
            told["scopes"] = new JsonArray([.. caller.Scopes.Select(static s => JsonValue.Create(s))]);
        if (told.Count > 0)
            meta[CallerKey] = told;
        return meta;
    }
}
