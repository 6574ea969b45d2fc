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
internal sealed class ModelNames(ModelOptions options, AgentRegistry agents)
{
    public const string Offline = "offline";
    public const string Auto = "auto";
    public const string AgentPrefix = "agent/";

    /// <summary>Everything that can be asked for by name; other models of a provider can be asked too.</summary>
    public ImmutableArray<ListedModel> All { get; } = List(options, agents);

    /// <summary>Whether any language model can be asked.</summary>
    public bool HasModel => options.HasModel;

    /// <summary>Reads a name.</summary>
    /// <exception cref="ApiException">It names an agent that does not exist.</exception>
    public ModelName Read(string name)
    {
        if (name.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return new ModelName(null, Auto, null);
        if (name.StartsWith(AgentPrefix, StringComparison.OrdinalIgnoreCase))
            return OfAgent(name[AgentPrefix.Length..]);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        // Names of models have slashes too ("meta-llama/Llama-3"): only what names a provider is one.
        if (slash > 0 && slash < name.Length - 1 && ProviderOf(name[..slash]) is { } provider)
            return new ModelName(provider, name[(slash + 1)..], null);
        return ProviderOf(name) is { } whole ? new ModelName(whole, null, null) : new ModelName(null, name, null);
    }

    private ModelName OfAgent(string name) =>
        (agents.FindById(name) ?? agents.FindByAlias(name)) is { } agent
            ? new ModelName(null, null, agent)
            : throw ApiErrors.NoModel(agents.Nearest(name) is { } nearest
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

    private static ImmutableArray<ListedModel> List(ModelOptions options, AgentRegistry agents)
    {
        var list = ImmutableArray.CreateBuilder<ListedModel>();
        list.Add(new ListedModel(Auto, "axle"));
        list.Add(new ListedModel(Offline, "axle"));
        foreach (var entry in options.Providers.Where(static p => p.Enabled && (p.Key is not null || p.KeyVariables.Count == 0)))
        {
            foreach (var model in entry.Models.Prepend(entry.DefaultModel).Where(static m => m.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase))
                list.Add(new ListedModel($"{entry.Name}/{model}", entry.Name));
        }

        foreach (var agent in agents.All)
            list.Add(new ListedModel(AgentPrefix + agent.Id, "axle"));
        return list.ToImmutable();
    }
}

/// <summary>An entry of the list of models.</summary>
/// <param name="Id">What a client sends as <c>model</c>.</param>
/// <param name="Owner">Whose it is.</param>
internal sealed record ListedModel(string Id, string Owner);
