using System.Globalization;
using Axle.Models.Cache;
using Axle.Models.Providers;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>cache</c> section of the configuration file:
/// <code>
/// cache: { enabled: true, ttl: 1h, maxEntries: 10000, maxBytes: 64MB, semantic: { enabled: true, threshold: 0.95, provider: offline } }
/// </code>
/// </summary>
internal sealed class CacheSection(SectionReader reader)
{
    private const string Section = "cache";
    private const int MostEntries = 1_000_000;
    private static readonly string[] Keys = ["enabled", "ttl", "maxEntries", "maxBytes", "maxTemperature", "semantic"];
    private static readonly string[] SemanticKeys = ["enabled", "threshold", "provider", "model"];

    /// <summary>Reads the section; what is wrong is noted and its default kept.</summary>
    public static CacheOptions Read(YamlMappingNode root, ConfigurationFaults faults)
    {
        var reader = new SectionReader(faults);
        return ConfigurationFile.Section(root, Section) is { } node
            ? reader.ReadEach(CacheOptions.Default, Section, node, new CacheSection(reader).Apply)
            : CacheOptions.Default;
    }

    private CacheOptions Apply(CacheOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "semantic" => options with { Semantic = reader.ReadEach(options.Semantic, $"{Section}.{key}", node, ApplySemantic) },
        "enabled" => bool.TryParse(SectionReader.Text(node), out var enabled)
            ? options with { Enabled = enabled }
            : reader.Fault(options, place, SectionReader.TruthCure),
        "ttl" => Durations.TryParse(SectionReader.Text(node), out var ttl) && ttl >= TimeSpan.FromSeconds(1) && ttl <= TimeSpan.FromDays(30)
            ? options with { Ttl = ttl }
            : reader.Fault(options, place, "Must be a duration from 1s to 720h, for example 1h."),
        "maxEntries" => int.TryParse(SectionReader.Text(node), NumberStyles.None, CultureInfo.InvariantCulture, out var entries) && entries is >= 1 and <= MostEntries
            ? options with { MaxEntries = entries }
            : reader.Fault(options, place, $"Must be a whole number from 1 to {MostEntries}."),
        "maxBytes" => Sizes.TryParse(SectionReader.Text(node), out var bytes) && bytes is >= 64 * 1024 and <= 16L * 1024 * 1024 * 1024
            ? options with { MaxBytes = bytes }
            : reader.Fault(options, place, "Must be a size from 64KB to 16GB, for example 64MB."),
        "maxTemperature" => SectionReader.TryReadNumber(node, 0, 2, out var most)
            ? options with { MaxTemperature = most }
            : reader.Fault(options, place, "Must be a number from 0 to 2, for example 0.2."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    private SemanticCacheOptions ApplySemantic(SemanticCacheOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "enabled" => bool.TryParse(SectionReader.Text(node), out var enabled)
            ? options with { Enabled = enabled }
            : reader.Fault(options, place, SectionReader.TruthCure),
        "threshold" => SectionReader.TryReadNumber(node, 0.5, 1, out var least)
            ? options with { Threshold = least }
            : reader.Fault(options, place, "Must be a number from 0.5 (similar) to 1 (the same), for example 0.95."),
        "provider" => SectionReader.Text(node).Length is > 0 and <= 100
            ? options with { Provider = ProviderCatalog.Find(SectionReader.Text(node))?.Description.Name ?? SectionReader.Text(node) }
            : reader.Fault(options, place, "Must be the name of a provider that makes vectors, for example offline."),
        "model" => SectionReader.Text(node).Length is > 0 and <= 200
            ? options with { Model = SectionReader.Text(node) }
            : reader.Fault(options, place, "Must be the name of a model that makes vectors."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, SemanticKeys)),
    };
}
