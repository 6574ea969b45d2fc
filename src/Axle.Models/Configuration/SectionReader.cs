using System.Globalization;
using Axle.Schemas;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>What the readers of sections share: a mapping is walked key by key, a fault is noted and the default kept.</summary>
internal sealed class SectionReader(ConfigurationFaults faults)
{
    /// <summary>The cure for a word that is neither true nor false.</summary>
    public const string TruthCure = "Must be true or false.";

    /// <summary>Applies every key of a mapping.</summary>
    public T ReadEach<T>(T options, string path, YamlNode node, Func<T, string, YamlNode, ConfigurationPlace, T> apply)
    {
        if (node is not YamlMappingNode mapping)
            return Fault(options, ConfigurationFile.Place(path, node), "Must be a mapping of settings, for example '{ enabled: true }'.");
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            options = apply(options, name, value, ConfigurationFile.Place($"{path}.{name}", key));
        }

        return options;
    }

    /// <summary>Notes a fault and keeps the options.</summary>
    public T Fault<T>(T options, ConfigurationPlace place, string message)
    {
        faults.Add(place, message);
        return options;
    }

    /// <summary>A number within limits, both included.</summary>
    public static bool TryReadNumber(YamlNode node, double least, double most, out double number) =>
        double.TryParse(Text(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    /// <summary>A whole number within limits, both included.</summary>
    public static bool TryReadWhole(YamlNode node, int least, int most, out int number) =>
        int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    /// <summary>The text of a single value; empty for anything else.</summary>
    public static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    /// <summary>The message for a key that does not exist.</summary>
    public static string UnknownKey(string key, IReadOnlyCollection<string> known) =>
        $"Unknown key. {(NearestName.Find(key, known) is { } nearest ? $"Did you mean '{nearest}'? " : "")}Known are: {string.Join(", ", known)}.";
}
