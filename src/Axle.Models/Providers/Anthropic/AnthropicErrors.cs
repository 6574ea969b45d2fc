using Axle.Models.Wire;

namespace Axle.Models.Providers.Anthropic;

/// <summary>Anthropic's error types: <c>{"type":"error","error":{"type","message"}}</c>, in answers and in streams.</summary>
internal sealed class AnthropicErrors : IErrorWords
{
    public ErrorKind? Classify(WireFault fault) => fault switch
    {
        _ when fault.Is("authentication_error", "permission_error") => ErrorKind.Authentication,
        _ when fault.Is("billing_error") || fault.Says("credit balance is too low") || fault.Says("API usage limits") => ErrorKind.QuotaSpent,
        _ when fault.Says("content filtering policy") => ErrorKind.Refused,
        // A spent monthly limit comes as 429 too; waiting seconds does not cure it.
        _ when fault.Status == 429 && fault.Code.EndsWith("spend_limit_reached", StringComparison.Ordinal) => ErrorKind.QuotaSpent,
        _ when fault.Is("rate_limit_error") => ErrorKind.RateLimited,
        _ when fault.Is("overloaded_error", "api_error") => ErrorKind.Overloaded,
        _ when fault.Is("timeout_error") => ErrorKind.Timeout,
        _ when fault.Is("not_found_error") => ErrorKind.NotFound,
        _ when fault.Is("request_too_large") => ErrorKind.ContextTooLong,
        _ when fault.Is("invalid_request_error") => ErrorKind.Validation,
        _ => null,
    };
}
