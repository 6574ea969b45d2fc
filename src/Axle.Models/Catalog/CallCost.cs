using System.Collections.Immutable;

namespace Axle.Models.Catalog;

/// <summary>What a call cost, part by part. Exact: no part is rounded, and the parts add up to the whole.</summary>
/// <param name="Parts">Every part that was consumed and has a price.</param>
/// <param name="Unpriced">
/// Parts that were consumed and whose price or count is not known, by the names of <see cref="CostPart"/>; <see cref="Usd"/> is a lower bound
/// then. <c>usage</c>: the provider sent no counts. <c>counts</c>: its parts were more than its totals. <c>unknown.NAME</c>: a count that nobody
/// here knows.
/// </param>
public sealed record CallCost(ImmutableArray<CostPart> Parts, ImmutableArray<string> Unpriced)
{
    /// <summary>Flag for a call whose provider sent no counts.</summary>
    public const string NoUsage = "usage";

    /// <summary>Flag for counts that contradict each other.</summary>
    public const string OddCounts = "counts";

    /// <summary>US dollars of all parts.</summary>
    public decimal Usd => Parts.Sum(static part => part.Usd);

    /// <summary>US dollars of the parts of a class.</summary>
    public decimal Of(CostClass kind) => Parts.Where(part => part.Class == kind).Sum(static part => part.Usd);

    /// <summary>Calculates what a call cost.</summary>
    /// <param name="usage">What it consumed.</param>
    /// <param name="price">The prices in force when it was made; null when none are known.</param>
    public static CallCost Of(ModelUsage usage, ModelPrice? price)
    {
        ArgumentNullException.ThrowIfNull(usage);
        var bill = new Bill();
        if (usage.IsMissing)
            bill.Flag(NoUsage);
        price = price?.ForInput(usage.InputTokens);
        var fresh = usage.InputTokens - usage.CachedInputTokens - usage.CacheWriteTokens - usage.LongCacheWriteTokens - usage.AudioInputTokens;
        var said = usage.OutputTokens - usage.ReasoningTokens - usage.AudioOutputTokens - usage.ImageOutputTokens;
        if (fresh < 0 || said < 0)
            bill.Flag(OddCounts);
        bill.Add("input", CostClass.Input, fresh, price?.Input);
        bill.Add("cacheRead", CostClass.Cache, usage.CachedInputTokens, price?.CacheRead);
        bill.Add("cacheWrite", CostClass.Cache, usage.CacheWriteTokens, price?.CacheWrite);
        bill.Add("longCacheWrite", CostClass.Cache, usage.LongCacheWriteTokens, price?.LongCacheWrite);
        bill.Add("audioInput", CostClass.Input, usage.AudioInputTokens, price?.AudioInput);
        bill.Add("output", CostClass.Output, said, price?.Output);
        bill.Add("reasoning", CostClass.Output, usage.ReasoningTokens, price?.Reasoning ?? price?.Output);
        bill.Add("audioOutput", CostClass.Output, usage.AudioOutputTokens, price?.AudioOutput);
        bill.Add("imageOutput", CostClass.Output, usage.ImageOutputTokens, price?.ImageOutput);
        foreach (var (tool, uses) in usage.ServerTools)
            bill.AddUses($"serverTool.{tool}", uses, price?.ServerTools.TryGetValue(tool, out var each) is true ? each : null);
        foreach (var name in usage.Unknown.Keys)
            bill.Flag($"unknown.{name}");
        return bill.Close();
    }

    private sealed class Bill
    {
        private const decimal Millionth = 0.000001m;
        private readonly ImmutableArray<CostPart>.Builder _parts = ImmutableArray.CreateBuilder<CostPart>(4);
        private ImmutableArray<string>.Builder? _unpriced;

        public void Flag(string name) => (_unpriced ??= ImmutableArray.CreateBuilder<string>(2)).Add(name);

        public void Add(string name, CostClass kind, long tokens, decimal? price)
        {
            if (tokens <= 0)
                return;
            if (price is { } each)
                _parts.Add(new CostPart(name, kind, tokens, tokens * each * Millionth));
            else
                Flag(name);
        }

        public void AddUses(string name, long uses, decimal? price)
        {
            if (uses <= 0)
                return;
            if (price is { } each)
                _parts.Add(new CostPart(name, CostClass.Tools, uses, uses * each));
            else
                Flag(name);
        }

        public CallCost Close() => new(_parts.DrainToImmutable(), _unpriced?.DrainToImmutable() ?? []);
    }
}

/// <summary>One part of what a call cost.</summary>
/// <param name="Name">
/// <c>input</c>, <c>cacheRead</c>, <c>cacheWrite</c>, <c>longCacheWrite</c>, <c>audioInput</c>, <c>output</c>, <c>reasoning</c>, <c>audioOutput</c>,
/// <c>imageOutput</c>, or <c>serverTool.NAME</c>.
/// </param>
/// <param name="Class">What it belongs to in short reports.</param>
/// <param name="Count">Tokens, or uses of the tool.</param>
/// <param name="Usd">US dollars.</param>
public readonly record struct CostPart(string Name, CostClass Class, long Count, decimal Usd);

/// <summary>What a part of a bill belongs to.</summary>
public enum CostClass
{
    /// <summary>What was sent and was in no cache.</summary>
    Input = 0,

    /// <summary>Reading and writing the provider's prompt cache.</summary>
    Cache,

    /// <summary>What was received, reasoning included.</summary>
    Output,

    /// <summary>Tools that run at the provider.</summary>
    Tools,
}
