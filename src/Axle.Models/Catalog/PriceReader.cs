using System.Collections.Immutable;
using System.Globalization;
using Axle.Models.Configuration;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Catalog;

/// <summary>Reads the prices of one model.</summary>
internal sealed class PriceReader(NodeReader faults)
{
    private static readonly string[] PartKeys =
        ["input", "output", "cacheRead", "cacheWrite", "longCacheWrite", "reasoning", "audioInput", "audioOutput", "imageOutput", "serverTools"];

    private static readonly string[] PriceKeys = ["from", .. PartKeys, "tiers"];
    private static readonly string[] TierKeys = ["above", .. PartKeys];

    /// <summary>Reads the list under <c>prices</c>; null when it is faulty.</summary>
    public ImmutableArray<ModelPrice>? Read(string path, YamlNode node)
    {
        if (node is not YamlSequenceNode list)
        {
            faults.Add(path, node, "Must be a list of prices, for example [{ from: 2026-01-01, input: 3, output: 15 }].");
            return null;
        }

        var prices = list.Children.Select((item, index) => ReadPrice($"{path}[{index}]", item)).ToImmutableArray();
        for (var i = 1; i < prices.Length; i++)
        {
            if (prices[i].From <= prices[i - 1].From)
                faults.Add($"{path}[{i}].from", list.Children[i], "Prices stand in the order of the day from which they hold; this one is not later than the one before.");
        }

        return prices;
    }

    private ModelPrice ReadPrice(string path, YamlNode node)
    {
        DateOnly? from = null;
        var price = new ModelPrice(DateOnly.MinValue);
        YamlNode? tiers = null;
        foreach (var (key, value) in faults.Mapping(path, node))
        {
            if (key == "from")
                from = ReadDay($"{path}.from", value);
            else if (key == "tiers")
                tiers = value;
            else
                price = ReadPart(price, path, key, value, PriceKeys);
        }

        if (from is null)
            faults.Add(path, node, "Needs 'from', the first day on which it holds, for example 2026-01-01.");
        price = price with { From = from ?? DateOnly.MinValue };
        return tiers is null ? price : price with { Tiers = ReadTiers($"{path}.tiers", tiers, price) };
    }

    private ImmutableArray<PriceTier> ReadTiers(string path, YamlNode node, ModelPrice below)
    {
        if (node is not YamlSequenceNode list)
        {
            faults.Add(path, node, "Must be a list of tiers, for example [{ above: 200000, input: 6 }].");
            return [];
        }

        var tiers = ImmutableArray.CreateBuilder<PriceTier>();
        foreach (var (index, item) in list.Children.Index())
        {
            var place = $"{path}[{index}]";
            long? above = null;
            foreach (var (key, value) in faults.Mapping(place, item))
            {
                if (key == "above")
                    above = faults.Whole($"{place}.above", value, 1, 100_000_000);
                else
                    below = ReadPart(below, place, key, value, TierKeys);
            }

            if (above is null)
                faults.Add(place, item, "Needs 'above', the number of input tokens above which it holds.");
            else if (tiers.Count > 0 && above <= tiers[^1].Above)
                faults.Add(place, item, "Tiers stand in ascending order of 'above'.");
            tiers.Add(new PriceTier(above ?? 0, below));
        }

        return tiers.ToImmutable();
    }

    private ModelPrice ReadPart(ModelPrice price, string path, string key, YamlNode node, string[] known)
    {
        if (key == "serverTools")
            return price with { ServerTools = ReadTools($"{path}.{key}", node) };
        if (!PartKeys.Contains(key))
        {
            faults.UnknownKey($"{path}.{key}", node, key, known);
            return price;
        }

        var usd = faults.Usd($"{path}.{key}", node);
        return key switch
        {
            "input" => price with { Input = usd },
            "output" => price with { Output = usd },
            "cacheRead" => price with { CacheRead = usd },
            "cacheWrite" => price with { CacheWrite = usd },
            "longCacheWrite" => price with { LongCacheWrite = usd },
            "reasoning" => price with { Reasoning = usd },
            "audioInput" => price with { AudioInput = usd },
            "audioOutput" => price with { AudioOutput = usd },
            _ => price with { ImageOutput = usd },
        };
    }

    private ImmutableSortedDictionary<string, decimal> ReadTools(string path, YamlNode node)
    {
        var tools = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (var (tool, value) in faults.Mapping(path, node))
        {
            if (faults.Usd($"{path}.{tool}", value) is { } usd)
                tools[tool] = usd;
        }

        return tools.ToImmutable();
    }

    private DateOnly? ReadDay(string path, YamlNode node)
    {
        if (DateOnly.TryParseExact(SectionReader.Text(node), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        faults.Add(path, node, "Must be a day such as 2026-01-31.");
        return null;
    }
}
