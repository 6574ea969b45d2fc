using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Axle.Server.Mcp.Http;

/// <summary>
/// Holds the headers of the newest revision to the message: what a proxy decides by (<c>Mcp-Method</c>, <c>Mcp-Name</c>, <c>Mcp-Param-…</c>) must be
/// what the server does.
/// </summary>
internal static class HeaderCheck
{
    private const string Encoded = "=?base64?";

    /// <summary>Checks a message of a revision without sessions.</summary>
    /// <exception cref="McpRefusal">A header is missing or says something else.</exception>
    public static void Check(IHeaderDictionary headers, JsonRpcMessage message, McpServerPrimitiveCollection<McpServerTool>? tools)
    {
        if (message is not (JsonRpcRequest or JsonRpcNotification))
            return;
        var (method, body, id) = message is JsonRpcRequest request
            ? (request.Method, request.Params, (RequestId?)request.Id)
            : (((JsonRpcNotification)message).Method, ((JsonRpcNotification)message).Params, null);
        Hold(headers, "Mcp-Method", method, id);
        var name = method switch
        {
            RequestMethods.ToolsCall or RequestMethods.PromptsGet => Text(body?["name"]),
            RequestMethods.ResourcesRead => Text(body?["uri"]),
            _ => null,
        };
        if (name is not null)
            Hold(headers, "Mcp-Name", name, id);
        if (method == RequestMethods.ToolsCall && name is not null && tools is not null && tools.TryGetPrimitive(name, out var tool))
            CheckArguments(headers, tool.ProtocolTool.InputSchema, body?["arguments"] as JsonObject, id);
    }

    private static void CheckArguments(IHeaderDictionary headers, JsonElement schema, JsonObject? arguments, RequestId? id)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in properties.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object
                || !property.Value.TryGetProperty("x-mcp-header", out var named) || named.GetString() is not { } suffix)
                continue;
            var header = $"Mcp-Param-{suffix}";
            var value = Text(arguments?[property.Name]);
            if (value is not null)
                Hold(headers, header, value, id);
            else if (headers.ContainsKey(header))
                throw Mismatch($"The header {header} is there, but the message has no '{property.Name}'.", id);
        }
    }

    private static void Hold(IHeaderDictionary headers, string header, string expected, RequestId? id)
    {
        if (!headers.TryGetValue(header, out var values) || values.Count != 1 || values[0] is not { } given)
            throw Mismatch($"The header {header} must stand once; the message says '{Short(expected)}'.", id);
        if (Decode(given, header, id) is var value && value != expected && !IsSameNumber(value, expected))
            throw Mismatch($"The header {header} says '{Short(value)}', and the message '{Short(expected)}'.", id);
    }

    private static string Decode(string value, string header, RequestId? id)
    {
        if (!value.StartsWith(Encoded, StringComparison.OrdinalIgnoreCase) || !value.EndsWith("?=", StringComparison.Ordinal))
            return value.Trim(' ', '\t');
        try
        {
            var inner = value[Encoded.Length..^2];
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Convert.FromBase64String(inner));
        }
        catch (Exception broken) when (broken is FormatException or DecoderFallbackException)
        {
            throw Mismatch($"The header {header} is not the base64 that it says it is.", id);
        }
    }

    private static string? Text(JsonNode? value) => value switch
    {
        null => null,
        JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
        JsonValue one => one.ToJsonString(),
        _ => null,
    };

    // 42 and 42.0 are the same to JSON.
    private static bool IsSameNumber(string one, string other) =>
        decimal.TryParse(one, System.Globalization.CultureInfo.InvariantCulture, out var first)
        && decimal.TryParse(other, System.Globalization.CultureInfo.InvariantCulture, out var second) && first == second;

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static McpRefusal Mismatch(string message, RequestId? id) => new(400, McpRefusal.HeaderMismatch, message) { Request = id };
}
