using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Schemas;

namespace Axle.Models.Routing;

/// <summary>Finds configured entries by the names that people use for providers and models.</summary>
internal sealed class ProviderNames
{
    private readonly ModelOptions _options;
    private readonly IReadOnlyList<IModelProvider> _providers;

    public ProviderNames(ModelOptions options, IReadOnlyList<IModelProvider> providers)
    {
        (_options, _providers) = (options, providers);
        var offline = providers.Single(p => p.Description.Name == RoutePlanner.OfflineName);
        Offline = new ProviderOptions(RoutePlanner.OfflineName, RoutePlanner.OfflineName)
        {
            DefaultModel = offline.Description.DefaultModel,
            Priority = int.MaxValue,
        };
    }

    /// <summary>The entry of the provider that needs nothing.</summary>
    public ProviderOptions Offline { get; }

    /// <summary>Who speaks for an entry.</summary>
    public IModelProvider ProviderOf(ProviderOptions entry) => _providers.First(p => p.Description.Name == entry.Kind);

    /// <summary>The entry of a provider's name or alias.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: nobody is called so.</exception>
    public ProviderOptions Resolve(string name)
    {
        if (_options.Providers.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } exact)
            return exact;
        if (ProviderOf(Offline).Description.Answers(name))
            return Offline;
        if (_providers.FirstOrDefault(p => p.Description.Answers(name))?.Description is { } known)
            return _options.Providers.FirstOrDefault(p => p.Name == known.Name) ?? Unconfigured(known);
        throw Unknown(name);
    }

    /// <summary>The entries that serve a model: those that list it, else the first whose models are named so; empty when nobody does.</summary>
    public IReadOnlyList<ProviderOptions> HomesOf(string model)
    {
        List<ProviderOptions> listed = [.. _options.Providers.Where(p => p.DefaultModel.Equals(model, StringComparison.OrdinalIgnoreCase) ||
            p.Models.Contains(model, StringComparer.OrdinalIgnoreCase))];
        if (listed.Count > 0)
            return listed;
        return _options.Providers.FirstOrDefault(p => ProviderOf(p).Description.ModelPrefixes
            .Any(prefix => model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) is { } home ? [home] : [];
    }

    private static ProviderOptions Unconfigured(ProviderDescription known) => new(known.Name, known.Name)
    {
        DefaultModel = known.DefaultModel,
        Priority = known.Priority,
        KeyVariables = known.KeyVariables,
        Enabled = known.NeedsKey,
    };

    private AxleException Unknown(string name)
    {
        var known = _options.Providers.Select(p => p.Name)
            .Concat(_providers.SelectMany(p => p.Description.Aliases.Prepend(p.Description.Name)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var nearest = NearestName.Find(name, known);
        return new AxleException(ErrorKind.NotFound, $"There is no model provider '{name}'. " +
            (nearest is null ? "" : $"Did you mean '{nearest}'? ") + $"Known are: {string.Join(", ", known)}.");
    }
}
