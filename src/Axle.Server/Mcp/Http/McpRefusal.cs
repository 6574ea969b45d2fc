using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Axle.Server.Mcp.Http;

/// <summary>A request is refused before a server sees it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The JSON-RPC error code.</param>
/// <param name="message">Why, with the cure.</param>
internal sealed class McpRefusal(int status, int code, string message) : Exception(message)
{
    /// <summary>The status of HTTP.</summary>
    public int Status => status;

    /// <summary>JSON that cannot be read.</summary>
    public const int ParseError = -32700;

    /// <summary>A message that is none.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>A message that lacks something.</summary>
    public const int InvalidParams = -32602;

    /// <summary>A header that does not say what the message says.</summary>
    public const int HeaderMismatch = -32020;

    /// <summary>A revision of the protocol that is not spoken here.</summary>
    public const int UnsupportedVersion = -32022;

    /// <summary>A session that is not, or no longer, there.</summary>
    public const int NoSession = -32001;

    /// <summary>Anything else.</summary>
    public const int Other = -32000;

    /// <summary>The id of the request; null when it is not known.</summary>
    public RequestId? Request { get; init; }

    /// <summary>More about it, for programs.</summary>
    public JsonObject? Details { get; init; }

    /// <summary>Answers with it.</summary>
    public Task WriteAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = Message };
        if (Details is not null)
            error["data"] = Details.DeepClone();
        var whole = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Request?.Id switch { string text => JsonValue.Create(text), long number => JsonValue.Create(number), _ => null },
            ["error"] = error,
        };
        response.StatusCode = status;
        response.ContentType = "application/json";
        return response.WriteAsync(whole.ToJsonString(JsonSerializerOptions.Web), cancellationToken);
    }
}
