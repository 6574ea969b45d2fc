using System.Collections.Immutable;
using System.Text.Json;
using Axle.Models.Recording.Redaction;

namespace Axle.Models.Recording;

/// <summary>Turns a request into what is kept of it: for recording it, and for finding it again.</summary>
internal static class RequestRecord
{
    private const int LongestBody = 1024 * 1024;
    private static readonly string[] KeptHeaders = ["anthropic-version", "anthropic-beta", "openai-beta", "content-type"];
    private static readonly string[] KeptQuery = ["alt", "api-version", "beta", "pageSize", "pageToken"];

    public static async Task<(ExchangeRequest Request, string Api, bool Stream, string Fingerprint)> ReadAsync(
        string provider, HttpRequestMessage request, ExchangeRedaction redaction, CancellationToken cancellationToken)
    {
        string? body = null;
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(cancellationToken);
            body = redaction.Clean(await content.ReadAsStringAsync(cancellationToken));
        }

        var path = redaction.CleanKeys(PathOf(request.RequestUri!));
        var api = WireApi.Of(path);
        var fingerprint = Recording.Fingerprint.Of(provider, request.Method.Method, path, body);
        var isLong = body?.Length > LongestBody;
        var kept = new ExchangeRequest(request.Method.Method, path, HeadersOf(request, redaction), isLong ? null : body)
        {
            Fingerprint = isLong ? fingerprint : null,
        };
        return (kept, api, api == WireApi.StreamGenerateContent || AsksForStream(body), fingerprint);
    }

    private static string PathOf(Uri address)
    {
        var kept = address.Query.TrimStart('?').Split('&').Where(static p => KeptQuery.Contains(p.Split('=')[0])).ToList();
        return kept.Count == 0 ? address.AbsolutePath : $"{address.AbsolutePath}?{string.Join('&', kept)}";
    }

    private static ImmutableSortedDictionary<string, string> HeadersOf(HttpRequestMessage request, ExchangeRedaction redaction) =>
        request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .Where(static h => KeptHeaders.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .ToImmutableSortedDictionary(static h => h.Key.ToLowerInvariant(), h => redaction.CleanKeys(string.Join(", ", h.Value)), StringComparer.Ordinal);

    private static bool AsksForStream(string? body)
    {
        if (body is null || !body.Contains("\"stream\"", StringComparison.Ordinal))
            return false;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("stream", out var stream) &&
                stream.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
