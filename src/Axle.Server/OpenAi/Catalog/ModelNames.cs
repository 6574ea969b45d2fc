using System.Collections.Immutable;
using Axle.Agents.Registry;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Server.OpenAi.Errors;

namespace Axle.Server.OpenAi.Catalog;

/// <summary>
/// Reads names of models: <c>auto</c>, <c>offline</c>, <c>agent/ID</c>, <c>provider/model</c>, a provider's name for its default model, and any other
/// name, which finds its provider by itself.
/// </summary>
/// <param name="options">How providers are configured.</param>
/// <param name="agents">The agents of a tenant; of null for those of no tenant in particular.</param>
internal sealed class ModelNames(ModelOptions options, Func<string?, AgentRegistry> agents)
{
    public const string Offline = "offline";
    public const string Auto = "auto";
    public const string AgentPrefix = "agent/";

    private readonly ImmutableArray<ListedModel> _models = List(options);

    /// <summary>Whether any language model can be asked.</summary>
    public bool HasModel => options.HasModel;

    /// <summary>Everything that a tenant can ask for by name; other models of a provider can be asked too.</summary>
    public IEnumerable<ListedModel> AllOf(string? tenant) =>
        _models.Concat(agents(tenant).All.Select(static agent => new ListedModel(AgentPrefix + agent.Id, "axle")));

    /// <summary>Reads a name, for a tenant.</summary>
    /// <exception cref="ApiException">It names an agent that does not exist.</exception>
    public ModelName Read(string name, string? tenant)
    {
        if (name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return new ModelName(null, Auto, null);
        if (name.StartsWith(AgentPrefix, StringComparison.OrdinalIgnoreCase))
            return OfAgent(name[AgentPrefix.Length..], agents(tenant));
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        // Names of models have slashes too ("meta-llama/Llama-3"): only what names a provider is one.
        if (slash > 0 && slash < name.Length - 1 && ProviderOf(name[..slash]) is { } provider)
            return new ModelName(provider, name[(slash + 1)..], null);
        return ProviderOf(name) is { } whole ? new ModelName(whole, null, null) : new ModelName(null, name, null);
    }

    private static ModelName OfAgent(string name, AgentRegistry known) =>
        (known.FindById(name) ?? known.FindByAlias(name)) is { } agent
            ? new ModelName(null, null, agent)
            : throw ApiErrors.NoModel(known.Nearest(name) is { } nearest
                ? $"There is no agent '{name}'. Did you mean '{AgentPrefix}{nearest}'?"
                : $"There is no agent '{name}'. GET /v1/models lists those there are.");

    private string? ProviderOf(string name)
    {
        foreach (var entry in options.Providers)
        {
            if (entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Name;
        }

        return ProviderCatalog.Find(name)?.Description.Name;
    }

    private static ImmutableArray<ListedModel> List(ModelOptions options)
    {
        var list = ImmutableArray.CreateBuilder<ListedModel>();
        list.Add(new ListedModel(Auto, "axle"));
        list.Add(new ListedModel(Offline, "axle"));
        foreach (var entry in options.Providers.Where(static p => p.Enabled && (p.Key is not null || p.KeyVariables.Count == 0)))
        {
            foreach (var model in entry.Models.Prepend(entry.DefaultModel).Where(static m => m.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
                list.Add(new ListedModel($"{entry.Name}/{model}", entry.Name));
        }

        return list.ToImmutable();
    }
}

/// <summary>An entry of the list of models.</summary>
/// <param name="Id">What a client sends as <c>model</c>.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record ListedModel(string Id, string Owner);
