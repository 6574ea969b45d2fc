using System.Globalization;
using Axle.Models.Cache;
using Axle.Models.Providers;
using Axle.Schemas;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>cache</c> section of the configuration file:
/// <code>
/// cache: { enabled: true, ttl: 1h, maxEntries: 10000, maxBytes: 64MB, semantic: { enabled: true, threshold: 0.95, provider: offline } }
/// </code>
/// </summary>
internal sealed class CacheSection(ConfigurationFaults faults)
{
    private const string Section = "cache";
    private const int MostEntries = 1_000_000;
    private const string TruthCure = "Must be true or false.";
    private static readonly string[] Keys = ["enabled", "ttl", "maxEntries", "maxBytes", "maxTemperature", "semantic"];
    private static readonly string[] SemanticKeys = ["enabled", "threshold", "provider", "model"];

    /// <summary>Reads the section; what is wrong is noted and its default kept.</summary>
    public static CacheOptions Read(YamlMappingNode root, ConfigurationFaults faults)
    {
        var section = new CacheSection(faults);
        return ConfigurationFile.Section(root, Section) is { } node
            ? section.ReadEach(CacheOptions.Default, Section, node, section.Apply)
            : CacheOptions.Default;
    }

    private T ReadEach<T>(T options, string path, YamlNode node, Func<T, string, YamlNode, ConfigurationPlace, T> apply)
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

    private CacheOptions Apply(CacheOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "semantic" => options with { Semantic = ReadEach(options.Semantic, $"{Section}.{key}", node, ApplySemantic) },
        "enabled" => bool.TryParse(Text(node), out var enabled) ? options with { Enabled = enabled } : Fault(options, place, TruthCure),
        "ttl" => Durations.TryParse(Text(node), out var ttl) && ttl >= TimeSpan.FromSeconds(1) && ttl <= TimeSpan.FromDays(30)
            ? options with { Ttl = ttl }
            : Fault(options, place, "Must be a duration from 1s to 720h, for example 1h."),
        "maxEntries" => int.TryParse(Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries is >= 1 and <= MostEntries
            ? options with { MaxEntries = entries }
            : Fault(options, place, $"Must be a whole number from 1 to {MostEntries}."),
        "maxBytes" => Sizes.TryParse(Text(node), out var bytes) && bytes is >= 64 * 1024 and <= 16L * 1024 * 1024 * 1024
            ? options with { MaxBytes = bytes }
            : Fault(options, place, "Must be a size from 64KB to 16GB, for example 64MB."),
        "maxTemperature" => TryReadNumber(node, 0, 2, out var most)
            ? options with { MaxTemperature = most }
            : Fault(options, place, "Must be a number from 0 to 2, for example 0.2."),
        _ => Fault(options, place, UnknownKey(key, Keys)),
    };

    private SemanticCacheOptions ApplySemantic(SemanticCacheOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "enabled" => bool.TryParse(Text(node), out var enabled) ? options with { Enabled = enabled } : Fault(options, place, TruthCure),
        "threshold" => TryReadNumber(node, 0.5, 1, out var least)
            ? options with { Threshold = least }
            : Fault(options, place, "Must be a number from 0.5 (similar) to 1 (the same), for example 0.95."),
        "provider" => Text(node).Length is > 0 and <= 100
            ? options with { Provider = ProviderCatalog.Find(Text(node))?.Description.Name ?? Text(node) }
            : Fault(options, place, "Must be the name of a provider that makes vectors, for example offline."),
        "model" => Text(node).Length is > 0 and <= 200
            ? options with { Model = Text(node) }
            : Fault(options, place, "Must be the name of a model that makes vectors."),
        _ => Fault(options, place, UnknownKey(key, SemanticKeys)),
    };

    private T Fault<T>(T options, ConfigurationPlace place, string message)
    {
        faults.Add(place, message);
        return options;
    }

    private static bool TryReadNumber(YamlNode node, double least, double most, out double number) =>
        double.TryParse(Text(node), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static string UnknownKey(string key, string[] known) =>
        $"Unknown key. {(NearestName.Find(key, known) is { } nearest ? $"Did you mean '{nearest}'? " : "")}Known are: {string.Join(", ", known)}.";
}
