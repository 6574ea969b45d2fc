using System.Text.Json;
using Axle.Server.OpenAi.Errors;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Json;

/// <summary>Reads the body of a request.</summary>
internal static class JsonBody
{
    // Only the type itself counts: a parameter that says json would let a page ask without the browser asking first.
    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals("application/json", StringComparison.OrdinalIgnoreCase) ||
            (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads it whole. The caller disposes the document when the answer has been given.</summary>
    /// <exception cref="ApiException">It is no JSON object, or does not say that it is JSON.</exception>
    public static async ValueTask<JsonDocument> ReadAsync(HttpContext http)
    {
        // Also keeps out forms that a page on the web has a browser send to this machine.
        if (!IsJson(http.Request.ContentType))
            throw ApiErrors.Invalid(null, "The request must say that it is JSON: send the header 'Content-Type: application/json'.", "unsupported_media_type");
        var reader = http.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(http.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                var document = JsonDocument.Parse(read.Buffer);
                return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw NoObject(document);
            }
            catch (JsonException e)
            {
                throw ApiErrors.Invalid(null, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.", "invalid_json");
            }
            finally
            {
                // The document has its own copy only when the bytes lie in pieces; it is read out before the request ends.
                reader.AdvanceTo(read.Buffer.Start);
            }
        }
    }

    private static ApiException NoObject(JsonDocument document)
    {
        document.Dispose();
        return ApiErrors.Invalid(null, "The body must be a JSON object.", "invalid_json");
    }
}
