using System.Security.Cryptography;
using System.Text;
using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Limits;
using Axle.Models.Providers;

namespace Axle.Models.Routing;

/// <summary>
/// Every deployment that was ever planned with, each once, so that all requests see the same health and limits. Models that nobody configured come from
/// outside, so their number is bounded: beyond <see cref="Most"/> one of those that nobody waits for makes room.
/// </summary>
/// <param name="cards">What is known of models.</param>
/// <param name="routing">How health is judged.</param>
/// <param name="limits">Makes what counts the configured limits of a key for all processes; null where each counts for itself.</param>
internal sealed class DeploymentTable(
    Func<ProviderOptions, string, ModelCard?> cards, RoutingOptions routing, Func<LimitRule, SharedLimit>? limits = null)
{
    private const int Most = 1024;
    private readonly Dictionary<(string Entry, string Model, string Key), Deployment> _known = [];
    private readonly Dictionary<(string Entry, string Key), RateLimit> _limits = [];
    private readonly Lock _gate = new();

    /// <summary>One deployment for each key of an entry; one without a key when it has none.</summary>
    public IEnumerable<Deployment> For(ProviderOptions entry, IModelProvider provider, string model)
    {
        if (entry.Keys.Count == 0)
            yield return Get(entry, provider, model, "");
        foreach (var key in entry.Keys)
            yield return Get(entry with { Key = key.Secret, Keys = [key] }, provider, model, key.Variable);
    }

    /// <summary>Those that are known.</summary>
    public IReadOnlyList<Deployment> Known
    {
        get
        {
            lock (_gate)
                return [.. _known.Values];
        }
    }

    /// <summary>
    /// The limit of a key in every process: by its entry, and by as much of the key's hash as does not give it away, since other machines may have another key.
    /// </summary>
    private SharedLimit? Shared(ProviderOptions entry)
    {
        if (limits is null || (entry.RequestsPerMinute is null && entry.TokensPerMinute is null))
            return null;
        var mark = entry.Key is { } key ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Reveal())).AsSpan(0, 4)) : "";
        return limits(new LimitRule($"provider {entry.Name} {mark}", TimeSpan.FromMinutes(1), entry.RequestsPerMinute, entry.TokensPerMinute));
    }

    private Deployment Get(ProviderOptions entry, IModelProvider provider, string model, string key)
    {
        lock (_gate)
        {
            if (_known.TryGetValue((entry.Name, model, key), out var known))
                return known;
            if (!_limits.TryGetValue((entry.Name, key), out var limit))
                limit = _limits[(entry.Name, key)] = new RateLimit(entry.RequestsPerMinute, entry.TokensPerMinute, Shared(entry));
            var made = new Deployment(entry, provider, model, key, cards(entry, model), limit, routing.Health);
            if (_known.Count >= Most
                && _known.FirstOrDefault(static d => d.Value is { UnderWay: 0, Card: null, IsConfigured: false }) is { Value: not null } idle)
                _known.Remove(idle.Key);
            if (_known.Count < Most)
                _known[(entry.Name, model, key)] = made;
            return made;
        }
    }
}
