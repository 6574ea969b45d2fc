using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Axle.Models.Wire;

/// <summary>
/// An error answer as it came over the wire, taken apart. <see cref="Message"/> may quote the prompt or the key: it is looked at
/// to classify the error and never shown.
/// </summary>
/// <param name="Status">HTTP status; 0 for an error inside a stream that began well.</param>
/// <param name="Type">The provider's error type or status word, for example <c>overloaded_error</c>; empty when absent.</param>
/// <param name="Code">The provider's error code or reason, for example <c>model_not_found</c>; empty when absent.</param>
/// <param name="Message">The provider's text.</param>
/// <param name="RetryAfter">The waiting time that the provider asks for.</param>
internal sealed record WireFault(int Status, string Type, string Code, string Message, TimeSpan? RetryAfter)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Whether the provider's text says so, letter case ignored.</summary>
    public bool Says(string words) => Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether type or code is one of the words.</summary>
    public bool Is(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (Type.Equals(word, StringComparison.OrdinalIgnoreCase) || Code.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Takes an HTTP answer apart. Never throws on foreign content.</summary>
    public static WireFault Read(int status, HttpResponseHeaders? headers, string body, DateTimeOffset now)
    {
        var (type, code, message, wait) = ReadBody(body);
        return new WireFault(status, type, code, message, Limit(ReadRetryAfter(headers, now) ?? wait));
    }

    private static TimeSpan? Limit(TimeSpan? wait) =>
        wait is { } w ? (w < TimeSpan.Zero ? TimeSpan.Zero : w > LongestWait ? LongestWait : w) : null;

    // "retry-after-ms" is OpenAI's finer header; "retry-after" is seconds or a date (RFC 9110, 10.2.3).
    private static TimeSpan? ReadRetryAfter(HttpResponseHeaders? headers, DateTimeOffset now)
    {
        if (headers is null)
            return null;
        if (headers.TryGetValues("retry-after-ms", out var values) &&
            double.TryParse(values.FirstOrDefault(), NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) && ms is >= 0 and < 1e11)
            return TimeSpan.FromMilliseconds(ms);
        if (headers.RetryAfter?.Delta is { } delta)
            return delta;
        if (headers.RetryAfter?.Date is { } date)
            return ServerClock.Of(headers, now).Until(date);
        return headers.TryGetValues("retry-after", out var raw) ? WaitText.Read(raw.FirstOrDefault()) : null;
    }

    private static (string Type, string Code, string Message, TimeSpan? Wait) ReadBody(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return ReadError(document.RootElement);
        }
        catch (JsonException)
        {
            return ("", "", body, null);
        }
    }

    private static (string Type, string Code, string Message, TimeSpan? Wait) ReadError(JsonElement root)
    {
        // Google's compatible endpoint wraps the error object into an array.
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
            root = root[0];
        if (root.ValueKind != JsonValueKind.Object)
            return ("", "", root.ToString(), null);
        if (!root.TryGetProperty("error", out var error))
            error = root;
        if (error.ValueKind != JsonValueKind.Object)
            return ("", "", error.ToString(), null);

        var type = Text(error, "type") is { Length: > 0 } t ? t : Text(error, "status");
        var code = Text(error, "code");
        var message = Text(error, "message");
        TimeSpan? wait = null;
        if (error.TryGetProperty("details", out var details) && details.ValueKind == JsonValueKind.Array)
        {
            foreach (var detail in details.EnumerateArray().Where(d => d.ValueKind == JsonValueKind.Object))
            {
                if (Text(detail, "reason") is { Length: > 0 } reason)
                    code = reason;
                message += Quotas(detail);
                wait ??= WaitText.Read(Text(detail, "retryDelay"));
            }
        }

        return (type, code, message, wait);
    }

    // Google names the limit that was reached beside its text: whether it counts a minute or a day stands only there.
    private static string Quotas(JsonElement detail) => detail.TryGetProperty("violations", out var violations) && violations.ValueKind == JsonValueKind.Array
        ? string.Concat(violations.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.Object).Select(v => " " + Text(v, "quotaId")))
        : "";

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";
}
