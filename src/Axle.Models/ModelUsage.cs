using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>
/// What one call consumed, in the provider's own counts, correction rounds included. The totals include their parts: cached tokens are part of
/// <see cref="InputTokens"/>, reasoning is part of <see cref="OutputTokens"/>.
/// </summary>
/// <param name="InputTokens">All tokens sent, cached ones included.</param>
/// <param name="OutputTokens">All tokens received, reasoning included.</param>
/// <param name="CachedInputTokens">The part of <paramref name="InputTokens"/> that was read from the provider's prompt cache.</param>
public sealed record ModelUsage(long InputTokens, long OutputTokens, long CachedInputTokens)
{
    /// <summary>Nothing.</summary>
    public static ModelUsage None { get; } = new(0, 0, 0);

    /// <summary>The part of the input that was written to the provider's prompt cache for its short lifetime (Anthropic: five minutes).</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>The part of the input that was written to the provider's prompt cache for its long lifetime (Anthropic: one hour).</summary>
    public long LongCacheWriteTokens { get; init; }

    /// <summary>The part of the output that was reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>The part of the input that was sound.</summary>
    public long AudioInputTokens { get; init; }

    /// <summary>The part of the output that was sound.</summary>
    public long AudioOutputTokens { get; init; }

    /// <summary>The part of the output that was a picture.</summary>
    public long ImageOutputTokens { get; init; }

    /// <summary>The part of the output that the caller had predicted rightly; it has the price of output.</summary>
    public long AcceptedPredictionTokens { get; init; }

    /// <summary>The part of the output that the caller had predicted and the model did not take; it has the price of output.</summary>
    public long RejectedPredictionTokens { get; init; }

    /// <summary>Uses of tools that run at the provider and are billed each, by name: <c>web_search</c>, <c>code_execution</c> …</summary>
    public ImmutableSortedDictionary<string, long> ServerTools { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Counts that the provider reported and that nobody here knows: flagged, never taken for nothing.</summary>
    public ImmutableSortedDictionary<string, long> Unknown { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Whether the provider sent no count at all. Then the cost of the call is not known.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Both together.</summary>
    public ModelUsage Plus(ModelUsage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new ModelUsage(
            InputTokens + other.InputTokens, OutputTokens + other.OutputTokens, CachedInputTokens + other.CachedInputTokens)
        {
            CacheWriteTokens = CacheWriteTokens + other.CacheWriteTokens,
            LongCacheWriteTokens = LongCacheWriteTokens + other.LongCacheWriteTokens,
            ReasoningTokens = ReasoningTokens + other.ReasoningTokens,
            AudioInputTokens = AudioInputTokens + other.AudioInputTokens,
            AudioOutputTokens = AudioOutputTokens + other.AudioOutputTokens,
            ImageOutputTokens = ImageOutputTokens + other.ImageOutputTokens,
            AcceptedPredictionTokens = AcceptedPredictionTokens + other.AcceptedPredictionTokens,
            RejectedPredictionTokens = RejectedPredictionTokens + other.RejectedPredictionTokens,
            ServerTools = Sum(ServerTools, other.ServerTools),
            Unknown = Sum(Unknown, other.Unknown),
            IsMissing = IsMissing || other.IsMissing,
        };
    }

    /// <summary>Reads what a client reports: the named parts, and under <see cref="UsageParts"/> the others.</summary>
    public static ModelUsage From(UsageDetails? usage)
    {
        if (usage is null)
            return new ModelUsage(0, 0, 0) { IsMissing = true };
        var read = new ModelUsage(usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0, usage.CachedInputTokenCount ?? 0)
        {
            ReasoningTokens = usage.ReasoningTokenCount ?? 0,
            IsMissing = usage.InputTokenCount is null && usage.OutputTokenCount is null,
        };
        return usage.AdditionalCounts is { Count: > 0 } counts ? UsageParts.Add(read, counts) : read;
    }

    private static ImmutableSortedDictionary<string, long> Sum(
        ImmutableSortedDictionary<string, long> first, ImmutableSortedDictionary<string, long> second)
    {
        foreach (var (name, count) in second)
            first = first.SetItem(name, first.GetValueOrDefault(name) + count);
        return first;
    }
}
