using Axle.Models.Guarding;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models.Cache;

/// <summary>Which questions may ask the cache, and which answers may go into it.</summary>
internal static class CacheRules
{
    /// <summary>Whether a question may ask. Its own wish comes first, then the configuration.</summary>
    public static bool MayAsk(ModelRequest request, ChatOptions options, CacheOptions cache) =>
        request.MayUseCache ?? (cache.Enabled && (options.Temperature ?? 0) <= cache.MaxTemperature);

    /// <summary>
    /// Whether an answer may be kept: whole, in words only, of a language model, and of the very model that was asked for when one was. What was cut,
    /// refused, redacted or calls a tool is answered anew each time.
    /// </summary>
    public static bool MayKeep(ModelCall call, ChatResponse response) =>
        !call.Offline && response.FinishReason == ChatFinishReason.Stop && response.Messages is [var message] && message.Role == ChatRole.Assistant &&
        !Redaction.IsOn(response) && message.Contents.All(IsWords) && !string.IsNullOrWhiteSpace(message.Text) && IsOfTheModelAskedFor(call);

    // Reasoning is not kept: it says how one answer came about. Annotations point into sources that may change.
    private static bool IsWords(AIContent content) =>
        content is TextContent { Annotations: null or { Count: 0 } } or TextReasoningContent or UsageContent;

    private static bool IsOfTheModelAskedFor(ModelCall call) =>
        call.Request.Model is not { } asked || asked.Equals(RoutePlanner.Auto, StringComparison.OrdinalIgnoreCase) ||
        asked.Equals(call.Model, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether those who wait for the same answer share a failure of the one who asks. What belongs to the asker alone, such as a spent budget, is not
    /// theirs: they ask by themselves.
    /// </summary>
    public static bool IsShared(ErrorKind kind) =>
        kind is not (ErrorKind.QuotaSpent or ErrorKind.BudgetSpent or ErrorKind.Cancelled or ErrorKind.Failed or ErrorKind.Internal or ErrorKind.Unknown);
}
