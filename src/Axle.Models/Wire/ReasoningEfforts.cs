using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>How much thinking is asked for, in OpenAI's words.</summary>
internal static class ReasoningEfforts
{
    /// <summary>The word; null leaves it to the model. An option <c>reasoning_effort</c> of the caller goes before.</summary>
    public static string? Of(ChatOptions options)
    {
        if (options.AdditionalProperties?.TryGetValue("reasoning_effort", out var given) is true && given is not null)
            return given.ToString();
        return options.Reasoning?.Effort switch
        {
            ReasoningEffort.None => "none",
            ReasoningEffort.Low => "low",
            ReasoningEffort.Medium => "medium",
            ReasoningEffort.High => "high",
            ReasoningEffort.ExtraHigh => "xhigh",
            _ => null,
        };
    }
}
