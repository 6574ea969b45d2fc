using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>The <c>providers</c> section of the configuration file as text values with their places.</summary>
internal sealed class ProvidersSection
{
    private const string Section = "providers";
    private const int MostEntries = 64;

    /// <summary>The entries as written, in the order of the file.</summary>
    public List<(string Name, ConfigurationPlace Place, List<(string Key, string Value, ConfigurationPlace Place)> Settings)> Entries { get; } = [];

    /// <summary>Reads the section; what is wrong goes to <paramref name="faults"/>.</summary>
    public static ProvidersSection Read(YamlMappingNode root, ConfigurationFaults faults)
    {
        var section = new ProvidersSection();
        var node = ConfigurationFile.Section(root, Section);
        if (node is YamlMappingNode { Children.Count: <= MostEntries } providers)
            section.ReadEntries(providers, faults);
        else if (node is YamlMappingNode many)
            faults.Add(ConfigurationFile.Place(Section, node), $"Has {many.Children.Count} entries; at most {MostEntries} are read.");
        else if (node is not null)
            faults.Add(ConfigurationFile.Place(Section, node), "Must be a mapping from provider name to settings, for example 'anthropic: { priority: 1 }'.");
        return section;
    }

    private void ReadEntries(YamlMappingNode providers, ConfigurationFaults faults)
    {
        foreach (var (key, value) in providers.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            var settings = new List<(string, string, ConfigurationPlace)>();
            Entries.Add((name, ConfigurationFile.Place($"{Section}.{name}", key), settings));
            if (value is not YamlMappingNode mapping)
            {
                if (!ConfigurationFile.IsNull(value))
                    faults.Add(ConfigurationFile.Place($"{Section}.{name}", value), "Must be a mapping of settings, for example '{ enabled: true, priority: 1 }'.");
                continue;
            }

            foreach (var (settingKey, setting) in mapping.Children)
            {
                var settingName = (settingKey as YamlScalarNode)?.Value ?? "";
                var place = ConfigurationFile.Place($"{Section}.{name}.{settingName}", settingKey);
                if (setting is YamlScalarNode scalar)
                    settings.Add((settingName, scalar.Value ?? "", place));
                else
                    faults.Add(place, "Must be a single value.");
            }
        }
    }
}
