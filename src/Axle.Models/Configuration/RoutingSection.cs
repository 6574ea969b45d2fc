using Axle.Models.Health;
using Axle.Models.Routing;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>routing</c> section of the configuration file:
/// <code>
/// routing:
///   strategy: cost                                              # priority | cost | latency | balanced
///   qualityFloors: { simple: 40, standard: 60, complex: 80, code: 70 }
///   health: { failureShare: 0.5, fewestAttempts: 4, failuresInARow: 3, firstBreak: 2s, longestBreak: 2m, breakUntilMended: 1m }
/// </code>
/// </summary>
internal sealed class RoutingSection(SectionReader reader)
{
    private const string Section = "routing";
    private static readonly string[] Keys = ["strategy", "qualityFloors", "health"];
    private static readonly string[] FloorKeys = ["simple", "standard", "complex", "code"];
    private static readonly string[] HealthKeys =
        ["failureShare", "fewestAttempts", "failuresInARow", "halfLife", "firstBreak", "longestBreak", "breakUntilMended"];

    /// <summary>Reads the section; what is wrong is noted and its default kept.</summary>
    public static RoutingOptions Read(YamlMappingNode root, ConfigurationFaults faults)
    {
        var reader = new SectionReader(faults);
        return ConfigurationFile.Section(root, Section) is { } node
            ? reader.ReadEach(new RoutingOptions(), Section, node, new RoutingSection(reader).Apply)
            : new RoutingOptions();
    }

    private RoutingOptions Apply(RoutingOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "strategy" => SectionReader.Text(node) switch
        {
            "priority" => options with { Strategy = RoutingStrategy.Priority },
            "cost" => options with { Strategy = RoutingStrategy.Cost },
            "latency" => options with { Strategy = RoutingStrategy.Latency },
            "balanced" => options with { Strategy = RoutingStrategy.Balanced },
            _ => reader.Fault(options, place, "Must be priority, cost, latency or balanced."),
        },
        "qualityFloors" => options with { QualityFloors = reader.ReadEach(options.QualityFloors, $"{Section}.{key}", node, ApplyFloor) },
        "health" => options with { Health = reader.ReadEach(options.Health, $"{Section}.{key}", node, ApplyHealth) },
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    private QualityFloors ApplyFloor(QualityFloors floors, string key, YamlNode node, ConfigurationPlace place)
    {
        if (!FloorKeys.Contains(key))
            return reader.Fault(floors, place, SectionReader.UnknownKey(key, FloorKeys));
        if (!SectionReader.TryReadWhole(node, 0, 100, out var floor))
            return reader.Fault(floors, place, "Must be a whole number from 0 to 100.");
        return key switch
        {
            "simple" => floors with { Simple = floor },
            "standard" => floors with { Standard = floor },
            "complex" => floors with { Complex = floor },
            _ => floors with { Code = floor },
        };
    }

    private HealthRules ApplyHealth(HealthRules rules, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "failureShare" => SectionReader.TryReadNumber(node, 0.05, 1, out var share)
            ? rules with { FailureShare = share }
            : reader.Fault(rules, place, "Must be a share from 0.05 to 1, for example 0.5."),
        "fewestAttempts" => SectionReader.TryReadWhole(node, 1, 1000, out var attempts)
            ? rules with { FewestAttempts = attempts }
            : reader.Fault(rules, place, "Must be a whole number from 1 to 1000."),
        "failuresInARow" => SectionReader.TryReadWhole(node, 1, 1000, out var failures)
            ? rules with { FailuresInARow = failures }
            : reader.Fault(rules, place, "Must be a whole number from 1 to 1000."),
        "halfLife" => Duration(rules, node, place, static (r, time) => r with { HalfLife = time }),
        "firstBreak" => Duration(rules, node, place, static (r, time) => r with { FirstBreak = time }),
        "longestBreak" => Duration(rules, node, place, static (r, time) => r with { LongestBreak = time }),
        "breakUntilMended" => Duration(rules, node, place, static (r, time) => r with { BreakUntilMended = time }),
        _ => reader.Fault(rules, place, SectionReader.UnknownKey(key, HealthKeys)),
    };

    private HealthRules Duration(HealthRules rules, YamlNode node, ConfigurationPlace place, Func<HealthRules, TimeSpan, HealthRules> set) =>
        Durations.TryParse(SectionReader.Text(node), out var time) && time >= TimeSpan.FromMilliseconds(100) && time <= TimeSpan.FromHours(24)
            ? set(rules, time)
            : reader.Fault(rules, place, "Must be a duration from 100ms to 24h, for example 2s.");
}
