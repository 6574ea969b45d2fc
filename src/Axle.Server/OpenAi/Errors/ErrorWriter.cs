using System.Globalization;
using System.Text.Json;
using Axle.Server.OpenAi.Json;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Errors;

/// <summary>Writes errors: as the answer, or as the last event of a stream that had begun.</summary>
internal static class ErrorWriter
{
    /// <summary>Answers with an error.</summary>
    public static Task AnswerAsync(HttpContext http, ApiError error)
    {
        var response = http.Response;
        response.StatusCode = error.Status;
        if (error.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            response.Headers["retry-after-ms"] = Math.Ceiling(wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        }

        // Clients of OpenAI's interface heed this before the status.
        if (error.IsFinal)
            response.Headers["x-should-retry"] = "false";
        return JsonAnswer.WriteAsync(http, error, Write);
    }

    /// <summary>Writes the object with the error.</summary>
    public static void Write(Utf8JsonWriter writer, ApiError error)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, error.Message);
        writer.WriteString("type"u8, error.Type);
        writer.WriteString("param"u8, error.Param);
        writer.WriteString("code"u8, error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
