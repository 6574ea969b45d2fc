using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>Reads values of a YAML tree; what is wrong is noted with its place and its cure.</summary>
internal sealed class NodeReader(ConfigurationFaults faults)
{
    private const decimal HighestPrice = 100_000;
    private const int MostDecimals = 6;

    /// <summary>Notes a fault.</summary>
    public void Add(string path, YamlNode node, string message) => faults.Add(ConfigurationFile.Place(path, node), message);

    /// <summary>Notes a key that nobody knows.</summary>
    public void UnknownKey(string path, YamlNode node, string key, IReadOnlyCollection<string> known) => Add(path, node, SectionReader.UnknownKey(key, known));

    /// <summary>The entries of a mapping; none when there is nothing or something else.</summary>
    public IEnumerable<(string Key, YamlNode Value)> Mapping(string path, YamlNode node)
    {
        if (node is YamlMappingNode mapping)
            return mapping.Children.Select(static child => (SectionReader.Text(child.Key), child.Value));
        if (!ConfigurationFile.IsNull(node))
            Add(path, node, "Must be a mapping of keys and values.");
        return [];
    }

    /// <summary>A whole number within limits; null when it is none.</summary>
    public long? Whole(string path, YamlNode node, long least, long most)
    {
        if (long.TryParse(SectionReader.Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Add(path, node, string.Create(CultureInfo.InvariantCulture, $"Must be a whole number from {least} to {most}."));
        return null;
    }

    /// <summary>A price: US dollars, from 0, with at most six decimals so that sums stay exact. Null when it is none.</summary>
    public decimal? Usd(string path, YamlNode node, decimal most = HighestPrice)
    {
        if (TryReadUsd(SectionReader.Text(node), most, out var usd))
            return usd;
        Add(path, node, string.Create(CultureInfo.InvariantCulture, $"Must be US dollars from 0 to {most} with at most {MostDecimals} decimals, for example 2.50."));
        return null;
    }

    /// <summary>Reads US dollars.</summary>
    public static bool TryReadUsd(string text, decimal most, out decimal usd) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out usd) && usd <= most &&
        usd == decimal.Round(usd, MostDecimals);
}
