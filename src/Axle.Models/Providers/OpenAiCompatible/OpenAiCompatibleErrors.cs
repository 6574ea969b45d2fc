using Axle.Models.Wire;

namespace Axle.Models.Providers.OpenAiCompatible;

/// <summary>Servers that follow OpenAI in the main and improvise in the details: status first, the few shared words second.</summary>
internal sealed class OpenAiCompatibleErrors : IErrorWords
{
    public ErrorKind? Classify(WireFault fault) => fault switch
    {
        _ when fault.Is("insufficient_quota") => ErrorKind.QuotaSpent,
        _ when fault.Is("context_length_exceeded") => ErrorKind.ContextTooLong,
        _ when fault.Is("model_not_found") => ErrorKind.NotFound,
        // Ollama and vLLM answer 400 or 404 with only a sentence for a model that was not pulled.
        _ when fault.Status is 400 or 404 && fault.Says("model") && (fault.Says("not found") || fault.Says("does not exist")) => ErrorKind.NotFound,
        _ when fault.Is("content_filter") => ErrorKind.Refused,
        _ when fault.Status == 0 && fault.Is("rate_limit_exceeded") => ErrorKind.RateLimited,
        _ when fault.Status == 0 => ErrorKind.Overloaded,
        _ => null,
    };
}
