using Microsoft.AspNetCore.Http;

namespace Axle.Server.OpenAi.Errors;

/// <summary>Says every failure in OpenAI's words, with the status that makes clients try again where that helps.</summary>
internal static class ApiErrors
{
    /// <summary>A field of the request is wrong.</summary>
    public static ApiException Invalid(string? param, string message, string? code = null) =>
        new(new ApiError(400, ApiErrorTypes.InvalidRequest, message) { Param = param, Code = code });

    /// <summary>The request holds half of a character: it passes as JSON, and only shows when the text is looked at.</summary>
    public static ApiException NoUnicode() =>
        Invalid(null, "The request holds text that is not valid Unicode, such as one half of a surrogate pair.", "invalid_value");

    /// <summary>There is no such model.</summary>
    public static ApiException NoModel(string message) =>
        new(new ApiError(404, ApiErrorTypes.InvalidRequest, message) { Param = "model", Code = "model_not_found" });

    /// <summary>The error for anything that was thrown.</summary>
    public static ApiError Of(Exception exception) => exception switch
    {
        ApiException known => known.Error,
        AxleException axle => Of(axle.Error),
        BadHttpRequestException { StatusCode: 413 } => new ApiError(413, ApiErrorTypes.InvalidRequest,
            "The request is larger than this gateway takes. Send less, or have its limit raised.")
        { Code = "request_too_large" },
        BadHttpRequestException bad => new ApiError(bad.StatusCode, ApiErrorTypes.InvalidRequest, "The request is no valid HTTP."),
        _ => new ApiError(500, ApiErrorTypes.Server, "The gateway failed in itself. Its log says more, under the request's id.") { Code = "internal_error" },
    };

    /// <summary>The error for one of the gateway's own.</summary>
    public static ApiError Of(AxleError error)
    {
        ApiError Make(int status, string type, string? code) =>
            new(status, type, error.ForClients ?? error.Message) { Code = code, RetryAfter = error.RetryAfter };
        if (error.IsStoreAway)
            return Make(503, ApiErrorTypes.Server, "store_unavailable") with { RetryAfter = error.RetryAfter ?? TimeSpan.FromSeconds(1) };
        return error.Kind switch
        {
            // The caller's own key is good: with 401 it would look for the fault there.
            ErrorKind.Authentication => Make(502, ApiErrorTypes.Server, "provider_refused_key") with { IsFinal = true },
            ErrorKind.Validation => Make(400, ApiErrorTypes.InvalidRequest, null),
            ErrorKind.ContextTooLong => Make(400, ApiErrorTypes.InvalidRequest, "context_length_exceeded") with { Param = "messages" },
            ErrorKind.Refused => Make(400, ApiErrorTypes.InvalidRequest, "content_filter"),
            ErrorKind.NotFound => Make(404, ApiErrorTypes.InvalidRequest, "model_not_found") with { Param = "model" },
            ErrorKind.RateLimited => Make(429, ApiErrorTypes.RateLimit, "rate_limit_exceeded"),
            ErrorKind.QuotaSpent or ErrorKind.BudgetSpent => Make(429, ApiErrorTypes.Quota, "insufficient_quota") with { IsFinal = true },
            ErrorKind.Overloaded => Make(503, ApiErrorTypes.Server, "overloaded"),
            ErrorKind.Timeout => Make(504, ApiErrorTypes.Server, "timeout"),
            ErrorKind.Network => Make(502, ApiErrorTypes.Server, "provider_unreachable"),
            ErrorKind.MalformedAnswer => Make(502, ApiErrorTypes.Server, "malformed_answer"),
            _ => Make(500, ApiErrorTypes.Server, error.Kind.ToName()),
        };
    }
}
