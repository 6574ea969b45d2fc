using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Models.Configuration;

namespace Axle.Models.Catalog;

/// <summary>
/// What is known of models, by provider and name. It comes from the file <c>models.yaml</c> of this assembly, over which a user's file of the
/// same form is laid; nothing is ever fetched. Immutable, safe for concurrent use; the files are taken apart when something is first looked up.
/// </summary>
public sealed class ModelCatalog
{
    private const string DefaultFile = "models.yaml";
    private readonly Lazy<FrozenDictionary<string, FrozenDictionary<string, ModelCard>>> _cards;
    private readonly Lazy<FrozenDictionary<string, string>> _sameAs;

    private ModelCatalog(Func<IReadOnlyList<ModelFile>> files)
    {
        var read = new Lazy<IReadOnlyList<ModelFile>>(files);
        _cards = new(() => Lay(read.Value));
        _sameAs = new(() => read.Value.SelectMany(static f => f.SameAs).GroupBy(static s => s.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(static s => s.Key, static s => s.Last().Value, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What Axle ships.</summary>
    public static ModelCatalog Default { get; } = new(static () => [Shipped()]);

    /// <summary>Every card with its provider, in the order of provider and name.</summary>
    public IEnumerable<(string Provider, ModelCard Card)> All =>
        from provider in _cards.Value.OrderBy(static p => p.Key, StringComparer.Ordinal)
        from card in provider.Value.Values.OrderBy(static c => c.Name, StringComparer.Ordinal)
        select (provider.Key, card);

    /// <summary>Lays a user's file over what Axle ships.</summary>
    /// <param name="fileName">The file's name, for messages.</param>
    /// <param name="text">Its text, YAML or JSON.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: every fault, each with its place and its cure.</exception>
    public static ModelCatalog Read(string fileName, string text)
    {
        var faults = new ConfigurationFaults(fileName);
        var file = ModelFile.Read(text, faults);
        faults.ThrowIfAny();
        return new ModelCatalog(() => [Shipped(), file]);
    }

    /// <summary>The card of a model; null when nothing is known of it.</summary>
    /// <param name="provider">The kind of a provider, or the name of an entry of <c>axle.yaml</c>.</param>
    /// <param name="model">The model as it is asked for: dates, <c>preview</c>, <c>latest</c> and a path before the name do not matter.</param>
    public ModelCard? Find(string provider, string model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(model);
        if (_cards.Value.TryGetValue(provider, out var cards) && ModelNames.Find(cards, model) is { } card)
            return card;
        return _sameAs.Value.TryGetValue(provider, out var other) && _cards.Value.TryGetValue(other, out cards) ? ModelNames.Find(cards, model) : null;
    }

    /// <summary>The card of a model at a configured provider: prices of the entry itself win. Null when nothing is known of it.</summary>
    public ModelCard? Find(ProviderOptions provider, string model)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var card = Find(provider.Name, model) ?? Find(provider.Kind, model);
        if (provider is { InputPrice: null, OutputPrice: null })
            return card;
        card ??= new ModelCard(model);
        var prices = card.Prices.IsEmpty ? [new ModelPrice(DateOnly.MinValue)] : card.Prices;
        return card with { Prices = [.. prices.Select(price => price.Overridden(provider.InputPrice, provider.OutputPrice))] };
    }

    private static ModelFile Shipped()
    {
        using var stream = typeof(ModelCatalog).Assembly.GetManifestResourceStream(typeof(ModelCatalog), DefaultFile)!;
        using var reader = new StreamReader(stream);
        var faults = new ConfigurationFaults(DefaultFile);
        var file = ModelFile.Read(reader.ReadToEnd(), faults);
        faults.ThrowIfAny();
        return file;
    }

    private static FrozenDictionary<string, FrozenDictionary<string, ModelCard>> Lay(IReadOnlyList<ModelFile> files)
    {
        var providers = new Dictionary<string, Dictionary<string, ModelCard>>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in files.SelectMany(static f => f.Entries))
        {
            if (!providers.TryGetValue(entry.Provider, out var cards))
                providers[entry.Provider] = cards = new(StringComparer.OrdinalIgnoreCase);
            cards[entry.Model] = entry.Over(cards.GetValueOrDefault(entry.Model) ?? new ModelCard(entry.Model));
        }

        return providers.ToFrozenDictionary(
            static p => p.Key, static p => p.Value.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
    }
}
