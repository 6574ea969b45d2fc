using System.Text.Json;
using Axle.Models.Recording;
using Axle.Testing.Models.Protocols;
using Microsoft.AspNetCore.Http;

namespace Axle.Testing.Models.Serving;

/// <summary>Reads a request, and keeps of it what holds no key.</summary>
internal static class RequestReading
{
    private const string Bearer = "Bearer ";
    private static readonly string[] KeyHeaders = ["x-api-key", "x-goog-api-key", "api-key"];
    private static readonly string[] KeptHeaders = ["accept", "content-type", "anthropic-version", "anthropic-beta", "openai-beta", "idempotency-key", "user-agent"];

    public static async Task<(WireRequest Request, SeenRequest Seen)> ReadAsync(HttpContext context, DateTimeOffset now)
    {
        var http = context.Request;
        using var reader = new StreamReader(http.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var key = KeyOf(http);
        var path = http.PathBase + http.Path + http.QueryString.Value;
        var request = new WireRequest(WireApi.Of(http.Path), path, Parse(text), key, now);
        var headers = KeptHeaders.Where(http.Headers.ContainsKey).ToDictionary(static h => h, h => WithoutKey(http.Headers[h].ToString(), key));
        return (request, new SeenRequest(http.Method, WithoutKey(path, key), request.Api, request.Model, request.Streams, headers, WithoutKey(text, key), key));
    }

    private static string? KeyOf(HttpRequest http)
    {
        if (http.Headers.Authorization.ToString() is { } signed && signed.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return signed[Bearer.Length..];
        if (KeyHeaders.Select(h => http.Headers[h].ToString()).FirstOrDefault(static v => v.Length > 0) is { } key)
            return key;
        return http.Query["key"].FirstOrDefault();
    }

    private static string WithoutKey(string text, string? key) => string.IsNullOrEmpty(key) ? text : text.Replace(key, "***", StringComparison.Ordinal);

    private static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
