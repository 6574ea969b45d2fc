using System.Globalization;
using Axle.Workflows.Resilience.Bulkheads;
using YamlDotNet.RepresentationModel;

namespace Axle.Hosting;

/// <summary>How much bulkheads hold, by name: <c>bulkheads: { payments: 4, scanner: 1 }</c> of <c>axle.yaml</c>.</summary>
internal static class BulkheadSetting
{
    private const string Key = "bulkheads";

    /// <summary>What a project says.</summary>
    /// <param name="directory">Where its <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <exception cref="AxleException">Validation: what it says is no size; the message has the place and the cure.</exception>
    public static IEnumerable<KeyValuePair<string, BulkheadOptions>> Of(string directory) => ProjectSetting.Section(directory, Key) switch
    {
        null or YamlScalarNode { Value: null or "" } => [],
        YamlMappingNode pools => pools.Children.Select(static p => KeyValuePair.Create(NameOf(p.Key), SizeOf(p.Key, p.Value))),
        var other => throw Fault(other, Key, "must be sizes by name, for example { payments: 4 }."),
    };

    private static string NameOf(YamlNode key) => (key as YamlScalarNode)?.Value is { Length: > 0 } name
        ? name
        : throw Fault(key, Key, "has a bulkhead without a name. Write sizes by name, for example { payments: 4 }.");

    private static BulkheadOptions SizeOf(YamlNode name, YamlNode size)
    {
        if (int.TryParse((size as YamlScalarNode)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 10_000)
            return new BulkheadOptions { Size = most };
        throw Fault(size, $"{Key}.{name}", "must be how many steps may run at the same time, a whole number from 1 to 10000.");
    }

    private static AxleException Fault(YamlNode node, string path, string cure) =>
        new(ErrorKind.Validation, $"axle.yaml, line {node.Start.Line}: '{path}' {cure}");
}
