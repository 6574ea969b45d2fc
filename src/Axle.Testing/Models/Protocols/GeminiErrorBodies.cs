using System.Globalization;
using System.Text.Json.Nodes;

namespace Axle.Testing.Models.Protocols;

/// <summary>Errors of Gemini: <c>google.rpc.Status</c> with typed details.</summary>
internal static class GeminiErrorBodies
{
    private const string Rpc = "type.googleapis.com/google.rpc.";
    private const string Quota = "You exceeded your current quota, please check your plan and billing details.";

    public static ServedHttp Of(ServedError error, WireRequest request)
    {
        if (error.Case == ErrorCase.BadGateway)
            return ServedHttp.Page(502);
        if (error.Case == ErrorCase.Refused)
            return ServedHttp.Json(200, Blocked(request));
        var (status, word, message, details) = Words(error, request);
        var http = ServedHttp.Json(status, Body(status, word, ErrorText.Of(message, error, request), details));
        if (error.SaysDate)
            ErrorText.AddWait(http.Headers, error, request);
        return http;
    }

    public static JsonObject Body(int status, string word, string message, params JsonNode[] details)
    {
        var error = new JsonObject { ["code"] = status, ["message"] = message, ["status"] = word };
        if (details.Length > 0)
            error["details"] = new JsonArray(details);
        return new JsonObject { ["error"] = error };
    }

    private static (int Status, string Word, string Message, JsonNode[] Details) Words(ServedError error, WireRequest request) => error.Case switch
    {
        ErrorCase.RateLimited => (429, "RESOURCE_EXHAUSTED", Quota, Limit("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", error)),
        ErrorCase.QuotaSpent => (429, "RESOURCE_EXHAUSTED", Quota, Limit("GenerateRequestsPerDayPerProjectPerModel-FreeTier", error)),
        ErrorCase.PaymentRequired => (403, "PERMISSION_DENIED", "This API method requires billing to be enabled.", [Reason("BILLING_DISABLED")]),
        ErrorCase.Overloaded => (503, "UNAVAILABLE", "The model is overloaded. Please try again later.", []),
        ErrorCase.BadKey => (400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", [Reason("API_KEY_INVALID")]),
        ErrorCase.Forbidden => (403, "PERMISSION_DENIED", "Permission denied on resource project.", [Reason("CONSUMER_INVALID")]),
        ErrorCase.Invalid => (400, "INVALID_ARGUMENT", "Invalid value at 'contents[0].parts[0]' (oneof), oneof field 'data' is not set.", []),
        ErrorCase.TooLong => (400, "INVALID_ARGUMENT", "The input token count (1250074) exceeds the maximum number of tokens allowed (1048576).", []),
        ErrorCase.TooLarge => (400, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes.", []),
        ErrorCase.UnknownModel => (404, "NOT_FOUND",
            $"models/{request.Model} is not found for API version v1beta, or is not supported for generateContent.", []),
        ErrorCase.TimedOut => (504, "DEADLINE_EXCEEDED", "The request timed out. Please try again.", []),
        _ => (500, "INTERNAL", "An internal error has occurred. Please retry.", []),
    };

    private static JsonObject Blocked(WireRequest request) => new()
    {
        ["promptFeedback"] = new JsonObject { ["blockReason"] = "PROHIBITED_CONTENT" },
        ["usageMetadata"] = new JsonObject { ["promptTokenCount"] = 40, ["totalTokenCount"] = 40 },
        ["modelVersion"] = request.Model,
        ["responseId"] = "served",
    };

    private static JsonNode[] Limit(string quota, ServedError error)
    {
        JsonObject failure = new()
        {
            ["@type"] = Rpc + "QuotaFailure",
            ["violations"] = new JsonArray(new JsonObject { ["quotaId"] = quota, ["quotaValue"] = "250" }),
        };
        if (error.RetryAfter is not { } wait || error.SaysDate)
            return [failure];
        var delay = string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###}s");
        return [failure, new JsonObject { ["@type"] = Rpc + "RetryInfo", ["retryDelay"] = delay }];
    }

    private static JsonObject Reason(string reason) => new() { ["@type"] = Rpc + "ErrorInfo", ["reason"] = reason, ["domain"] = "googleapis.com" };
}
