using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Wire;

/// <summary>
/// Reads what a call consumed, in the words of chat completions and of responses. Names that nobody here knows are reported under their own, so that the ledger flags them.
/// </summary>
internal static class OpenAiUsage
{
    /// <summary>Reads a <c>usage</c> object; null when there is none.</summary>
    public static UsageDetails? Read(JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Object)
            return null;
        var input = Either(usage, "prompt_tokens_details", "input_tokens_details");
        var output = Either(usage, "completion_tokens_details", "output_tokens_details");
        var read = new UsageDetails
        {
            InputTokenCount = usage.Count("prompt_tokens") ?? usage.Count("input_tokens"),
            OutputTokenCount = usage.Count("completion_tokens") ?? usage.Count("output_tokens"),
            TotalTokenCount = usage.Count("total_tokens"),
            // DeepSeek names it so.
            CachedInputTokenCount = input.Count("cached_tokens") ?? usage.Count("prompt_cache_hit_tokens") ?? usage.Count("cached_tokens"),
            ReasoningTokenCount = output.Count("reasoning_tokens") ?? usage.Count("reasoning_tokens"),
        };
        if (read is { InputTokenCount: { } sent, OutputTokenCount: { } received, TotalTokenCount: { } total, ReasoningTokenCount: > 0 and var thought } &&
            total == sent + received + thought)
        {
            // xAI counts reasoning beside the output, not in it.
            read.OutputTokenCount = received + thought;
        }

        foreach (var count in usage.Members())
            Add(read, count, isOutput: false);
        foreach (var count in input.Members())
            Add(read, count, isOutput: false);
        foreach (var count in output.Members())
            Add(read, count, isOutput: true);
        return read;
    }

    private static JsonElement Either(JsonElement usage, string name, string other) =>
        usage.Field(name) is { ValueKind: JsonValueKind.Object } found ? found : usage.Field(other);

    private static void Add(UsageDetails read, JsonProperty count, bool isOutput)
    {
        if (count.Value.ValueKind != JsonValueKind.Number || !count.Value.TryGetInt64(out var number) || number <= 0)
            return;
        var name = count.Name switch
        {
            "prompt_tokens" or "completion_tokens" or "input_tokens" or "output_tokens" or "total_tokens" or "cached_tokens" or "reasoning_tokens" or "text_tokens" or
                "prompt_cache_hit_tokens" or "prompt_cache_miss_tokens" => null,
            "audio_tokens" => isOutput ? UsageParts.AudioOutput : UsageParts.AudioInput,
            // Pictures sent are text's price; pictures received are not.
            "image_tokens" => isOutput ? UsageParts.ImageOutput : null,
            "cache_write_tokens" or "cache_creation_tokens" => UsageParts.CacheWrite,
            "accepted_prediction_tokens" => UsageParts.AcceptedPrediction,
            "rejected_prediction_tokens" => UsageParts.RejectedPrediction,
            // Times and prices stand here too with some servers; they are no counts.
            _ => count.Name.EndsWith("_tokens", StringComparison.Ordinal) || count.Name.StartsWith("num_", StringComparison.Ordinal) ? count.Name : null,
        };
        if (name is not null)
            (read.AdditionalCounts ??= [])[name] = number;
    }
}
