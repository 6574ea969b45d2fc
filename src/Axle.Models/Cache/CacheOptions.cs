namespace Axle.Models.Cache;

/// <summary>How answers are kept: the <c>cache</c> section of <c>axle.yaml</c>.</summary>
public sealed record CacheOptions
{
    /// <summary>As when nothing is configured: only requests that ask for it use the cache.</summary>
    public static CacheOptions Default { get; } = new();

    /// <summary>Whether requests that do not say otherwise use the cache. Default: false.</summary>
    public bool Enabled { get; init; }

    /// <summary>How long an answer is given again, 1 second to 30 days. Default: 1 hour.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most answers kept, 1 to 1,000,000. Default: 10,000.</summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <summary>Most bytes of memory for them, 64 KB to 16 GB. Default: 64 MB.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Highest temperature of a request whose answer is kept, 0 to 2. Who sets a higher one wants another answer each time. Default: 0. A request that
    /// sets none is kept: it leaves the matter to the provider.
    /// </summary>
    public double MaxTemperature { get; init; }

    /// <summary>Whether and how questions in other words find an answer.</summary>
    public SemanticCacheOptions Semantic { get; init; } = new();
}

/// <summary>How questions in other words find an answer.</summary>
public sealed record SemanticCacheOptions
{
    /// <summary>Whether they do. Default: false.</summary>
    public bool Enabled { get; init; }

    /// <summary>Least cosine of two questions that mean the same, 0.5 to 1. Default: 0.95.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>Who turns questions into vectors; the offline provider compares words, without network and cost. Default: offline.</summary>
    public string Provider { get; init; } = "offline";

    /// <summary>The model for it; empty takes the provider's own.</summary>
    public string Model { get; init; } = "";
}
