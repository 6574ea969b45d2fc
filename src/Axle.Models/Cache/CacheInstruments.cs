using System.Diagnostics.Metrics;
using Axle.Models.Telemetry;

namespace Axle.Models.Cache;

/// <summary>What the cache tells about itself, under the meter of this room.</summary>
internal static class CacheInstruments
{
    private static readonly Meter Meter = new(ModelSpans.SourceName);
    private static readonly Counter<long> Lookups =
        Meter.CreateCounter<long>("axle.cache.lookups", "{lookup}", "Questions that the cache was asked, by result: exact, semantic, missed.");
    private static readonly Counter<long> Evictions =
        Meter.CreateCounter<long>("axle.cache.evictions", "{answer}", "Answers that went, by reason: room, expired, erased.");
    private static readonly UpDownCounter<long> Bytes = Meter.CreateUpDownCounter<long>("axle.cache.size", "By", "Memory of the answers that are kept.");
    private static readonly UpDownCounter<long> Entries = Meter.CreateUpDownCounter<long>("axle.cache.entries", "{answer}", "Answers that are kept.");

    public static void LookedUp(CacheStanding standing) =>
        Lookups.Add(1, new KeyValuePair<string, object?>("axle.cache.result", standing.ToString().ToLowerInvariant()));

    public static void Kept(CachedAnswer answer)
    {
        Bytes.Add(answer.Bytes);
        Entries.Add(1);
    }

    /// <summary>An answer went.</summary>
    /// <param name="answer">Which.</param>
    /// <param name="reason"><c>room</c>, <c>expired</c>, <c>erased</c>; null when a fresher one took its place.</param>
    public static void Gone(CachedAnswer answer, string? reason)
    {
        Bytes.Add(-answer.Bytes);
        Entries.Add(-1);
        if (reason is not null)
            Evictions.Add(1, new KeyValuePair<string, object?>("axle.cache.reason", reason));
    }
}
