namespace Axle.Models;

/// <summary>
/// Names under which a provider's client reports parts that <see cref="Microsoft.Extensions.AI.UsageDetails"/> has no field for, in its
/// <see cref="Microsoft.Extensions.AI.UsageDetails.AdditionalCounts"/>. Any other name ends in <see cref="ModelUsage.Unknown"/>.
/// </summary>
public static class UsageParts
{
    /// <summary>See <see cref="ModelUsage.CacheWriteTokens"/>.</summary>
    public const string CacheWrite = "axle.cacheWrite";

    /// <summary>See <see cref="ModelUsage.LongCacheWriteTokens"/>.</summary>
    public const string LongCacheWrite = "axle.longCacheWrite";

    /// <summary>See <see cref="ModelUsage.AudioInputTokens"/>.</summary>
    public const string AudioInput = "axle.audioInput";

    /// <summary>See <see cref="ModelUsage.AudioOutputTokens"/>.</summary>
    public const string AudioOutput = "axle.audioOutput";

    /// <summary>See <see cref="ModelUsage.ImageOutputTokens"/>.</summary>
    public const string ImageOutput = "axle.imageOutput";

    /// <summary>See <see cref="ModelUsage.AcceptedPredictionTokens"/>.</summary>
    public const string AcceptedPrediction = "axle.acceptedPrediction";

    /// <summary>See <see cref="ModelUsage.RejectedPredictionTokens"/>.</summary>
    public const string RejectedPrediction = "axle.rejectedPrediction";

    /// <summary>Begins the name of a tool that runs at the provider, for example <c>axle.serverTool.web_search</c>.</summary>
    public const string ServerTool = "axle.serverTool.";

    internal static ModelUsage Add(ModelUsage usage, IEnumerable<KeyValuePair<string, long>> counts)
    {
        foreach (var (name, count) in counts)
        {
            usage = name switch
            {
                _ when count == 0 => usage,
                CacheWrite => usage with { CacheWriteTokens = count },
                LongCacheWrite => usage with { LongCacheWriteTokens = count },
                AudioInput => usage with { AudioInputTokens = count },
                AudioOutput => usage with { AudioOutputTokens = count },
                ImageOutput => usage with { ImageOutputTokens = count },
                AcceptedPrediction => usage with { AcceptedPredictionTokens = count },
                RejectedPrediction => usage with { RejectedPredictionTokens = count },
                _ when name.StartsWith(ServerTool, StringComparison.Ordinal) =>
                    usage with { ServerTools = usage.ServerTools.SetItem(name[ServerTool.Length..], count) },
                _ => usage with { Unknown = usage.Unknown.SetItem(name, count) },
            };
        }

        return usage;
    }
}
