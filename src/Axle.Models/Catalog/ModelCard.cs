using System.Collections.Immutable;

namespace Axle.Models.Catalog;

/// <summary>What is known of a model: what it can do, how good it is, what it costs.</summary>
/// <param name="Name">Its name as the provider calls it.</param>
public sealed record ModelCard(string Name)
{
    /// <summary>Most tokens of prompt and answer together; null when not known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Most tokens of an answer; null when not known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>What it can do; <see cref="ModelFeatures.None"/> when that is not known.</summary>
    public ModelFeatures Features { get; init; }

    /// <summary>
    /// How good it is at hard questions, 0 to 100; null when not known. A rough order to route by, made by the file's author and meant to be edited; the
    /// file says where it comes from.
    /// </summary>
    public int? Quality { get; init; }

    /// <summary>How good it is at code, 0 to 100; null takes <see cref="Quality"/>.</summary>
    public int? CodeQuality { get; init; }

    /// <summary>Its prices, by the day from which they hold, oldest first; empty when not known.</summary>
    public ImmutableArray<ModelPrice> Prices { get; init; } = [];

    /// <summary>The prices in force at a moment, by its day in UTC; null when none are known for it.</summary>
    public ModelPrice? PriceAt(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        for (var i = Prices.Length - 1; i >= 0; i--)
        {
            if (Prices[i].From <= day)
                return Prices[i];
        }

        return null;
    }
}

/// <summary>What a model can do.</summary>
[Flags]
public enum ModelFeatures
{
    /// <summary>Text in, text out.</summary>
    None = 0,

    /// <summary>Calls tools.</summary>
    Tools = 1,

    /// <summary>Sees images.</summary>
    Images = 2,

    /// <summary>Holds its answer to a JSON Schema by itself.</summary>
    JsonSchema = 4,

    /// <summary>Reasons before it answers.</summary>
    Reasoning = 8,

    /// <summary>Makes vectors of texts, no answers.</summary>
    Embeddings = 16,

    /// <summary>Keeps a prompt cache that it prices.</summary>
    PromptCache = 32,
}

/// <summary>Prices of a model from one day on, in US dollars for a million tokens unless said otherwise. Null: not known, never nothing.</summary>
/// <param name="From">The first day on which they hold, UTC.</param>
public sealed record ModelPrice(DateOnly From)
{
    /// <summary>Tokens sent that were in no cache.</summary>
    public decimal? Input { get; init; }

    /// <summary>Tokens received.</summary>
    public decimal? Output { get; init; }

    /// <summary>Tokens read from the prompt cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Tokens written to the prompt cache for its short lifetime.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Tokens written to the prompt cache for its long lifetime.</summary>
    public decimal? LongCacheWrite { get; init; }

    /// <summary>Reasoning tokens; null takes <see cref="Output"/>, as all providers bill them today.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Sound sent.</summary>
    public decimal? AudioInput { get; init; }

    /// <summary>Sound received.</summary>
    public decimal? AudioOutput { get; init; }

    /// <summary>Tokens of pictures received.</summary>
    public decimal? ImageOutput { get; init; }

    /// <summary>US dollars for one use of a tool that runs at the provider, by its name.</summary>
    public ImmutableSortedDictionary<string, decimal> ServerTools { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>
    /// Other prices for calls with more input than <see cref="PriceTier.Above"/>; they hold for the whole call. Ascending by it.
    /// </summary>
    public ImmutableArray<PriceTier> Tiers { get; init; } = [];

    /// <summary>The prices of a call that sends so many tokens, cached ones included.</summary>
    public ModelPrice ForInput(long tokens)
    {
        for (var i = Tiers.Length - 1; i >= 0; i--)
        {
            if (tokens > Tiers[i].Above)
                return Tiers[i].Price;
        }

        return this;
    }

    /// <summary>The same with one price for everything that is sent, and one for everything that is received; null leaves them.</summary>
    internal ModelPrice Overridden(decimal? input, decimal? output) => this with
    {
        Input = input ?? Input,
        CacheRead = input ?? CacheRead,
        CacheWrite = input ?? CacheWrite,
        LongCacheWrite = input ?? LongCacheWrite,
        AudioInput = input ?? AudioInput,
        Output = output ?? Output,
        Reasoning = output ?? Reasoning,
        AudioOutput = output ?? AudioOutput,
        ImageOutput = output ?? ImageOutput,
        Tiers = [.. Tiers.Select(tier => tier with { Price = tier.Price.Overridden(input, output) })],
    };
}

/// <summary>Prices of a call whose input is long.</summary>
/// <param name="Above">Input tokens, cached ones included, above which they hold.</param>
/// <param name="Price">The prices; its own tiers are not looked at.</param>
public sealed record PriceTier(long Above, ModelPrice Price);
