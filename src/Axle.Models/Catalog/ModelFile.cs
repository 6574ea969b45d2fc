using System.Globalization;
using Axle.Models.Configuration;
using Axle.Schemas;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Catalog;

/// <summary>A file of models as it is written: what it says of each model, to be laid over what is known already.</summary>
internal sealed class ModelFile
{
    private const int MostModels = 5_000;
    private static readonly string[] TopKeys = ["models", "sameAs"];
    private static readonly string[] CardKeys = ["context", "maxOutput", "features", "quality", "codeQuality", "prices"];
    private readonly NodeReader _faults;

    private ModelFile(ConfigurationFaults faults) => _faults = new NodeReader(faults);

    /// <summary>What is said of each model, in the order of the file.</summary>
    public List<ModelEntry> Entries { get; } = [];

    /// <summary>Providers that use the models of another one.</summary>
    public Dictionary<string, string> SameAs { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a file; what is wrong goes to <paramref name="faults"/>.</summary>
    public static ModelFile Read(string text, ConfigurationFaults faults)
    {
        var file = new ModelFile(faults);
        if (ConfigurationFile.Open(text, faults) is { } root)
            file.ReadTop(root);
        return file;
    }

    private void ReadTop(YamlMappingNode root)
    {
        foreach (var (key, node) in root.Children)
        {
            switch (SectionReader.Text(key))
            {
                case "models":
                    foreach (var (provider, models) in _faults.Mapping("models", node))
                        ReadProvider(provider, models);
                    break;
                case "sameAs":
                    foreach (var (provider, other) in _faults.Mapping("sameAs", node))
                        SameAs[provider] = SectionReader.Text(other);
                    break;
                case var unknown:
                    _faults.UnknownKey(unknown, key, unknown, TopKeys);
                    break;
            }
        }
    }

    private void ReadProvider(string provider, YamlNode node)
    {
        foreach (var (model, card) in _faults.Mapping($"models.{provider}", node))
        {
            if (Entries.Count >= MostModels)
            {
                _faults.Add($"models.{provider}.{model}", card, $"At most {MostModels} models are read.");
                return;
            }

            Entries.Add(ReadCard(provider, model, card));
        }
    }

    private ModelEntry ReadCard(string provider, string model, YamlNode node)
    {
        var entry = new ModelEntry(provider, model);
        var place = $"models.{provider}.{model}";
        foreach (var (key, value) in _faults.Mapping(place, node))
        {
            var path = $"{place}.{key}";
            switch (key)
            {
                case "context" when _faults.Whole(path, value, 1, 100_000_000) is { } tokens:
                    entry.Changes.Add(card => card with { ContextTokens = (int)tokens });
                    break;
                case "maxOutput" when _faults.Whole(path, value, 1, 100_000_000) is { } tokens:
                    entry.Changes.Add(card => card with { MaxOutputTokens = (int)tokens });
                    break;
                case "quality" when _faults.Whole(path, value, 0, 100) is { } quality:
                    entry.Changes.Add(card => card with { Quality = (int)quality });
                    break;
                case "codeQuality" when _faults.Whole(path, value, 0, 100) is { } quality:
                    entry.Changes.Add(card => card with { CodeQuality = (int)quality });
                    break;
                case "features" when ReadFeatures(path, value) is { } features:
                    entry.Changes.Add(card => card with { Features = features });
                    break;
                case "prices" when new PriceReader(_faults).Read(path, value) is { } prices:
                    entry.Changes.Add(card => card with { Prices = prices });
                    break;
                case var unknown when !CardKeys.Contains(unknown):
                    _faults.UnknownKey(path, value, unknown, CardKeys);
                    break;
            }
        }

        return entry;
    }

    private ModelFeatures? ReadFeatures(string path, YamlNode node)
    {
        if (node is not YamlSequenceNode list)
        {
            _faults.Add(path, node, "Must be a list, for example [tools, images].");
            return null;
        }

        var features = ModelFeatures.None;
        foreach (var item in list.Children)
        {
            var name = SectionReader.Text(item);
            if (name.Length > 0 && !name.All(char.IsAsciiDigit) && Enum.TryParse<ModelFeatures>(name, ignoreCase: true, out var feature))
            {
                features |= feature;
                continue;
            }

            var known = Enum.GetNames<ModelFeatures>().Skip(1).Select(static n => char.ToLowerInvariant(n[0]) + n[1..]).ToList();
            var nearest = NearestName.Find(name, known);
            _faults.Add(path, item, string.Create(CultureInfo.InvariantCulture,
                $"There is no feature '{name}'. {(nearest is null ? "" : $"Did you mean '{nearest}'? ")}Known are: {string.Join(", ", known)}."));
        }

        return features;
    }
}

/// <summary>What a file says of one model.</summary>
/// <param name="Provider">The provider's kind or name.</param>
/// <param name="Model">The model's name.</param>
internal sealed record ModelEntry(string Provider, string Model)
{
    /// <summary>What it changes, key by key.</summary>
    public List<Func<ModelCard, ModelCard>> Changes { get; } = [];

    /// <summary>Lays it over what is known already.</summary>
    public ModelCard Over(ModelCard below) => Changes.Aggregate(below, static (card, change) => change(card));
}
