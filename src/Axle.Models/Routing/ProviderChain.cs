using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Schemas;

namespace Axle.Models.Routing;

/// <summary>
/// Orders the candidates for a request: the provider asked for, then the agent's preferences, then by priority, last the offline
/// provider. Pure: the same request and options give the same chain.
/// </summary>
internal sealed class ProviderChain(ModelOptions options, IReadOnlyList<IModelProvider> providers)
{
    private const string OfflineReason = "No language model is configured or left to try, so the offline provider summarises the evidence.";
    private readonly IModelProvider _offline = providers.Single(p => p.Description.Name == OfflineName);

    /// <summary>The name of the provider that needs nothing.</summary>
    public const string OfflineName = "offline";

    /// <summary>Makes the chain; the offline provider is always in it.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: the request or a preference names a provider that does not exist.</exception>
    public IReadOnlyList<PlannedCandidate> Plan(ModelRequest request)
    {
        var chain = new List<PlannedCandidate>();
        var model = request.Model;
        if (request.Provider is { Length: > 0 } asked)
        {
            Add(chain, Resolve(asked), model, $"The step asks for {asked}.");
            model = null;
        }
        else if (model is not null && HomeOf(model) is { } home)
        {
            Add(chain, home, model, $"The step asks for {model}, a model of {home.Name}.");
            model = null;
        }

        foreach (var preference in request.Preferred)
            Add(chain, Resolve(preference.Provider), model ?? preference.Model, $"The agent prefers {preference.Provider}.");
        foreach (var entry in options.Providers.OrderBy(p => p.Priority).ThenBy(p => p.Name, StringComparer.Ordinal))
            Add(chain, entry, model, $"It is the first usable by priority ({entry.Priority}).");
        Add(chain, OfflineOptions(), model: null, OfflineReason);
        return chain;
    }

    private void Add(List<PlannedCandidate> chain, ProviderOptions entry, string? model, string reason)
    {
        if (chain.Any(c => c.Options.Name == entry.Name))
            return;
        var provider = providers.First(p => p.Description.Name == entry.Kind);
        var named = model ?? (entry.DefaultModel.Length > 0 ? entry.DefaultModel : provider.Description.DefaultModel);
        chain.Add(new PlannedCandidate(entry, provider, named, reason, SkipReason(entry, provider.Description, named)));
    }

    private static string? SkipReason(ProviderOptions entry, ProviderDescription description, string model)
    {
        if (!entry.Enabled)
            return $"It is disabled (providers.{entry.Name}.enabled).";
        if (entry.Key is null && (description.NeedsKey || entry.KeyVariables.Count > 0))
            return $"It has no key: set {string.Join(" or ", entry.KeyVariables)}.";
        if (model.Length == 0)
            return $"It has no model: set providers.{entry.Name}.defaultModel.";
        return null;
    }

    private ProviderOptions Resolve(string name)
    {
        if (options.Providers.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } exact)
            return exact;
        if (_offline.Description.Answers(name))
            return OfflineOptions();
        if (providers.FirstOrDefault(p => p.Description.Answers(name))?.Description is { } known)
            return options.Providers.FirstOrDefault(p => p.Name == known.Name) ?? Unconfigured(known);
        throw UnknownProvider(name);
    }

    private ProviderOptions? HomeOf(string model) =>
        options.Providers.FirstOrDefault(p => p.DefaultModel.Equals(model, StringComparison.OrdinalIgnoreCase)) ??
        options.Providers.FirstOrDefault(p => providers.First(q => q.Description.Name == p.Kind).Description.ModelPrefixes
            .Any(prefix => model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    private static ProviderOptions Unconfigured(ProviderDescription known) => new(known.Name, known.Name)
    {
        DefaultModel = known.DefaultModel,
        Priority = known.Priority,
        KeyVariables = known.KeyVariables,
        Enabled = known.NeedsKey,
    };

    private ProviderOptions OfflineOptions() => new(OfflineName, OfflineName) { DefaultModel = _offline.Description.DefaultModel, Priority = int.MaxValue };

    private AxleException UnknownProvider(string name)
    {
        var known = options.Providers.Select(p => p.Name)
            .Concat(providers.SelectMany(p => p.Description.Aliases.Prepend(p.Description.Name)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var nearest = NearestName.Find(name, known);
        return new AxleException(ErrorKind.NotFound, $"There is no model provider '{name}'. " +
            (nearest is null ? "" : $"Did you mean '{nearest}'? ") + $"Known are: {string.Join(", ", known)}.");
    }
}
