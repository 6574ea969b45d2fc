using System.Collections.Immutable;
using System.Numerics;
using Axle.Models.Catalog;

namespace Axle.Models.Tests.Catalog;

public sealed class Call_costs
{
    private const int Usages = 10_000;
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ten_thousand_random_usages_cost_what_whole_numbers_say()
    {
        var random = new Random(20261128);
        var cards = ModelCatalog.Default.All.Select(static a => a.Card).ToList();
        var tiers = 0;
        for (var i = 0; i < Usages; i++)
        {
            var price = i % 4 == 0 ? RandomPrice(random) : cards[random.Next(cards.Count)].PriceAt(Noon.AddDays(-random.Next(700)));
            var usage = RandomUsage(random);
            var cost = CallCost.Of(usage, price);

            Trillionths(cost.Usd).ShouldBe(Independent(usage, price, out var unpriced));
            cost.Parts.Sum(static p => p.Usd).ShouldBe(cost.Usd);
            Enum.GetValues<CostClass>().Sum(cost.Of).ShouldBe(cost.Usd);
            cost.Unpriced.Length.ShouldBe(unpriced);
            tiers += price is not null && price.ForInput(usage.InputTokens) != price ? 1 : 0;
        }

        tiers.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void A_long_prompt_costs_the_tier_for_the_whole_call()
    {
        var sonnet = ModelCatalog.Default.Find("anthropic", "claude-sonnet-4-5")!.PriceAt(Noon);
        CallCost.Of(new ModelUsage(200_000, 1_000, 0), sonnet).Usd.ShouldBe(0.6m + 0.015m);
        CallCost.Of(new ModelUsage(200_001, 1_000, 100_000), sonnet).Usd.ShouldBe((100_001 * 6m / 1_000_000) + 0.06m + 0.0225m);
    }

    [Fact]
    public void What_has_no_price_is_flagged_and_never_nothing()
    {
        var usage = new ModelUsage(100, 50, 10)
        {
            CacheWriteTokens = 5,
            ServerTools = ImmutableSortedDictionary<string, long>.Empty.Add("web_search", 2),
            Unknown = ImmutableSortedDictionary<string, long>.Empty.Add("moon_tokens", 1),
        };
        CallCost.Of(usage, new ModelPrice(DateOnly.MinValue) { Input = 1, Output = 2 }).Unpriced
            .ShouldBe(["cacheRead", "cacheWrite", "serverTool.web_search", "unknown.moon_tokens"]);
        CallCost.Of(usage, null).Unpriced.ShouldContain("input");
        CallCost.Of(ModelUsage.From(null), new ModelPrice(DateOnly.MinValue) { Input = 1, Output = 2 }).Unpriced.ShouldBe(["usage"]);
        CallCost.Of(new ModelUsage(5, 0, 9), new ModelPrice(DateOnly.MinValue) { Input = 1, CacheRead = 1 }).Unpriced.ShouldBe(["counts"]);
    }

    private static ModelUsage RandomUsage(Random random)
    {
        long Some(int most) => random.Next(3) == 0 ? 0 : random.Next(most);
        var (fresh, read, write, hour, sound) = (Some(250_000), Some(150_000), Some(40_000), Some(20_000), Some(5_000));
        var (said, thought, heard, seen) = (Some(30_000), Some(60_000), Some(2_000), Some(4_000));
        return new ModelUsage(fresh + read + write + hour + sound, said + thought + heard + seen, read)
        {
            CacheWriteTokens = write,
            LongCacheWriteTokens = hour,
            AudioInputTokens = sound,
            ReasoningTokens = thought,
            AudioOutputTokens = heard,
            ImageOutputTokens = seen,
            ServerTools = random.Next(3) == 0
                ? ImmutableSortedDictionary<string, long>.Empty.Add("web_search", random.Next(5))
                : ImmutableSortedDictionary<string, long>.Empty,
        };
    }

    private static ModelPrice RandomPrice(Random random)
    {
        decimal? Usd() => random.Next(8) == 0 ? null : random.Next(200_000_000) / 1_000_000m;
        ModelPrice One() => new(DateOnly.MinValue)
        {
            Input = Usd(),
            Output = Usd(),
            CacheRead = Usd(),
            CacheWrite = Usd(),
            LongCacheWrite = Usd(),
            Reasoning = Usd(),
            AudioInput = Usd(),
            AudioOutput = Usd(),
            ImageOutput = Usd(),
            ServerTools = ImmutableSortedDictionary<string, decimal>.Empty.Add("web_search", random.Next(1_000_000) / 1_000_000m),
        };
        return One() with { Tiers = [new PriceTier(128_000, One()), new PriceTier(256_000, One())] };
    }

    /// <summary>The same in whole trillionths of a dollar, with no decimal in it and the parts in one table.</summary>
    private static BigInteger Independent(ModelUsage usage, ModelPrice? price, out int unpriced)
    {
        if (price is not null)
            price = price.Tiers.Where(t => usage.InputTokens > t.Above).Select(static t => t.Price).LastOrDefault(price);
        var rest = usage.OutputTokens - usage.ReasoningTokens - usage.AudioOutputTokens - usage.ImageOutputTokens;
        (long Tokens, decimal? Price)[] table =
        [
            (usage.InputTokens - usage.CachedInputTokens - usage.CacheWriteTokens - usage.LongCacheWriteTokens - usage.AudioInputTokens, price?.Input),
            (usage.CachedInputTokens, price?.CacheRead), (usage.CacheWriteTokens, price?.CacheWrite), (usage.LongCacheWriteTokens, price?.LongCacheWrite),
            (usage.AudioInputTokens, price?.AudioInput), (rest, price?.Output), (usage.ReasoningTokens, price?.Reasoning ?? price?.Output),
            (usage.AudioOutputTokens, price?.AudioOutput), (usage.ImageOutputTokens, price?.ImageOutput),
        ];
        var searches = usage.ServerTools.GetValueOrDefault("web_search");
        decimal? search = price is not null && price.ServerTools.TryGetValue("web_search", out var each) ? each : null;
        unpriced = table.Count(static t => t.Tokens > 0 && t.Price is null) + (searches > 0 && search is null ? 1 : 0);
        return table.Aggregate(
            searches * Millionths(search) * 1_000_000, static (sum, part) => sum + (new BigInteger(part.Tokens) * Millionths(part.Price)));
    }

    private static BigInteger Millionths(decimal? usd) => new((usd ?? 0) * 1_000_000);

    private static BigInteger Trillionths(decimal usd) => new(usd * 1_000_000_000_000m);
}
