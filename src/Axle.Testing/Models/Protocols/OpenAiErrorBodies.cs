using System.Globalization;
using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>Errors of OpenAI's interfaces.</summary>
internal static class OpenAiErrorBodies
{
    public static ServedHttp Of(ServedError error, WireRequest request)
    {
        if (error.Case is ErrorCase.BadGateway)
            return ServedHttp.Page(502);
        var (status, type, code, message) = Words(error, request);
        var http = ServedHttp.Json(status, Body(type, code, ErrorText.Of(message, error, request)));
        http.Headers["x-request-id"] = "req_served";
        if (error.Case == ErrorCase.RateLimited)
            AddLimits(http.Headers, error.RetryAfter ?? TimeSpan.FromSeconds(30));
        if (error is { RetryAfter: { } wait, SaysDate: false })
            http.Headers["retry-after-ms"] = wait.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        ErrorText.AddWait(http.Headers, error, request);
        return http;
    }

    public static JsonObject Body(string type, string? code, string message) => new()
    {
        ["error"] = new JsonObject { ["message"] = message, ["type"] = type, ["param"] = null, ["code"] = code },
    };

    private static (int Status, string Type, string? Code, string Message) Words(ServedError error, WireRequest request) => error.Case switch
    {
        ErrorCase.RateLimited => (429, "requests", "rate_limit_exceeded",
            $"Rate limit reached for {request.Model} in organization org-served on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 120ms."),
        ErrorCase.QuotaSpent => (429, "insufficient_quota", "insufficient_quota",
            "You exceeded your current quota, please check your plan and billing details."),
        ErrorCase.PaymentRequired => (402, "billing_error", "billing_not_active", "Your account is not active, please check your billing details on our website."),
        ErrorCase.Overloaded => (503, "server_error", null, "The engine is currently overloaded, please try again later."),
        ErrorCase.BadKey => (401, "invalid_request_error", "invalid_api_key",
            "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys."),
        ErrorCase.Forbidden => (403, "invalid_request_error", "insufficient_permissions", "You have insufficient permissions for this operation."),
        ErrorCase.Invalid => (400, "invalid_request_error", "invalid_value", "Invalid 'messages': empty array. Expected an array with minimum length 1."),
        ErrorCase.TooLong => (400, "invalid_request_error", "context_length_exceeded",
            "Your input exceeds the context window of this model. Please adjust your input and try again."),
        ErrorCase.TooLarge => (413, "invalid_request_error", null, "Maximum content size limit exceeded."),
        ErrorCase.Refused => (400, "invalid_request_error", "content_filter",
            "The response was filtered due to the prompt triggering the content management policy. Please modify your prompt and retry."),
        ErrorCase.UnknownModel => (404, "invalid_request_error", "model_not_found",
            $"The model `{request.Model}` does not exist or you do not have access to it."),
        ErrorCase.TimedOut => (504, "server_error", "timeout", "The request timed out."),
        _ => (500, "server_error", null, "The server had an error while processing your request. Sorry about that!"),
    };

    private static void AddLimits(Dictionary<string, string> headers, TimeSpan reset)
    {
        var span = reset.TotalSeconds >= 60
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)reset.TotalMinutes}m{reset.Seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{reset.TotalSeconds:0.###}s");
        headers["x-ratelimit-limit-requests"] = "500";
        headers["x-ratelimit-remaining-requests"] = "0";
        headers["x-ratelimit-reset-requests"] = span;
        headers["x-ratelimit-limit-tokens"] = "200000";
        headers["x-ratelimit-remaining-tokens"] = "199000";
        headers["x-ratelimit-reset-tokens"] = "12ms";
    }
}
