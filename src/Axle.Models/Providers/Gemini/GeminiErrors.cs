using Axle.Models.Wire;

namespace Axle.Models.Providers.Gemini;

/// <summary>Google's error words: <c>{"error":{"code","message","status","details":[{"reason"},{"retryDelay"}]}}</c>, on this endpoint
/// often inside an array.</summary>
internal sealed class GeminiErrors : IErrorWords
{
    public ErrorKind? Classify(WireFault fault) => fault switch
    {
        // A wrong key is answered with 400, not 401.
        _ when fault.Is("API_KEY_INVALID", "UNAUTHENTICATED", "PERMISSION_DENIED") || fault.Says("API key not valid") || fault.Says("API key expired")
            || fault.Says("location is not supported") => ErrorKind.Authentication,
        _ when fault.Is("BILLING_DISABLED", "CONSUMER_SUSPENDED") => ErrorKind.QuotaSpent,
        // RESOURCE_EXHAUSTED is a minute's limit, a day's limit, a model that the plan does not have, or with 5xx an overloaded service. The delay
        // that comes with a day's limit is that of the minute.
        _ when fault.Status == 429 && (fault.Says("PerDay") || fault.Says("limit: 0,")) => ErrorKind.QuotaSpent,
        _ when fault.Status is 0 or 429 && fault.Is("RESOURCE_EXHAUSTED") => ErrorKind.RateLimited,
        _ when fault.Is("UNAVAILABLE", "INTERNAL") => ErrorKind.Overloaded,
        _ when fault.Is("DEADLINE_EXCEEDED") => ErrorKind.Timeout,
        _ when fault.Is("NOT_FOUND") => ErrorKind.NotFound,
        _ when fault.Is("INVALID_ARGUMENT", "FAILED_PRECONDITION") => ErrorKind.Validation,
        _ => null,
    };
}
