using Axle.Models.Wire;

namespace Axle.Models.Providers.OpenAi;

/// <summary>OpenAI's error codes: <c>{"error":{"message","type","param","code"}}</c>.</summary>
internal sealed class OpenAiErrors : IErrorWords
{
    public ErrorKind? Classify(WireFault fault) => fault switch
    {
        _ when fault.Is("invalid_api_key", "invalid_authentication", "account_deactivated") => ErrorKind.Authentication,
        // 429 means two things here: wait a little, or pay.
        _ when fault.Is("insufficient_quota", "billing_hard_limit_reached", "billing_not_active") => ErrorKind.QuotaSpent,
        // A request above what a minute allows stays above it, however long one waits.
        _ when fault.Is("context_length_exceeded") || (fault.Status == 429 && fault.Says("Request too large")) => ErrorKind.ContextTooLong,
        _ when fault.Is("rate_limit_exceeded") => ErrorKind.RateLimited,
        _ when fault.Is("model_not_found", "DeploymentNotFound") => ErrorKind.NotFound,
        _ when fault.Is("content_filter", "content_policy_violation", "moderation_blocked", "invalid_prompt") => ErrorKind.Refused,
        _ when fault.Is("server_error", "api_error", "overloaded_error") => ErrorKind.Overloaded,
        _ when fault.Status is 0 or 400 && fault.Is("invalid_request_error") => ErrorKind.Validation,
        _ => null,
    };
}
