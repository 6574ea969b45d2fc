using Axle.Models.Catalog;
using Axle.Models.Configuration;
using Axle.Models.Health;
using Axle.Models.Limits;
using Axle.Models.Providers;

namespace Axle.Models.Routing;

/// <summary>One place that can be asked: an entry of the configuration, a model, a key. What is known of its health and load lives here.</summary>
internal sealed class Deployment(
    ProviderOptions options, IModelProvider provider, string model, string keyName, ModelCard? card, RateLimit limit, HealthRules rules)
{
    private readonly Lock _gate = new();
    private readonly MinuteWindow _calls = new(long.MaxValue);
    private readonly MinuteWindow _tokens = new(long.MaxValue);
    private HealthState _health;
    private DateTimeOffset? _since;
    private int _underWay;

    /// <summary>The entry, with this deployment's key.</summary>
    public ProviderOptions Options => options;

    /// <summary>Who speaks its protocol.</summary>
    public IModelProvider Provider => provider;

    /// <summary>The model to ask for.</summary>
    public string Model => model;

    /// <summary>What is known of the model; null when nothing is.</summary>
    public ModelCard? Card => card;

    /// <summary>The limits of its key.</summary>
    public RateLimit Limit => limit;

    /// <summary>Whether the entry names its model; others come from callers.</summary>
    public bool IsConfigured { get; } = model == options.DefaultModel || options.Models.Contains(model);

    /// <summary>Whether it is the provider that needs nothing.</summary>
    public bool IsOffline { get; } = options.Kind == RoutePlanner.OfflineName;

    /// <summary>Why it cannot be asked as it is configured, with the cure; null when it can.</summary>
    public string? SkipReason { get; } = ProviderReadiness.Of(options with { DefaultModel = model }, provider).Cure;

    /// <summary>Spreads conversations over deployments so that each stays where its prompt is cached.</summary>
    public uint Spread { get; } = Hash(options.Name, model, keyName);

    /// <summary>Calls that are under way.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Its health now.</summary>
    public HealthState Health
    {
        get
        {
            lock (_gate)
                return _health;
        }
    }

    /// <summary>
    /// A call goes there, unless health does not let it, as when another call is the probe; <paramref name="anyway"/> lets it through a breaker, when
    /// nobody else is left.
    /// </summary>
    public bool TryBegin(DateTimeOffset now, bool anyway, out Moved moved)
    {
        lock (_gate)
        {
            moved = default;
            if (!anyway && !HealthMachine.Admits(_health, now))
                return false;
            moved = Move(HealthMachine.Begin(_health), now);
        }

        Interlocked.Increment(ref _underWay);
        return true;
    }

    /// <summary>The call succeeded, and took so many tokens.</summary>
    public Moved Succeed(TimeSpan latency, long tokens, DateTimeOffset now)
    {
        Interlocked.Decrement(ref _underWay);
        lock (_gate)
        {
            _calls.Use(1, now);
            _tokens.Use(tokens, now);
            return Move(HealthMachine.Succeed(_health, latency, now, rules), now);
        }
    }

    /// <summary>The call failed.</summary>
    public Moved Fail(ErrorKind kind, TimeSpan? wait, DateTimeOffset now)
    {
        Interlocked.Decrement(ref _underWay);
        lock (_gate)
        {
            if (kind != ErrorKind.Cancelled)
                _calls.Use(1, now);
            return Move(HealthMachine.Fail(_health, kind, wait, now, rules), now);
        }
    }

    /// <summary>The call that was the probe does not ask yet: the next one may be it.</summary>
    public void GiveProbeUp()
    {
        lock (_gate)
            _health = HealthMachine.GiveUp(_health);
    }

    /// <summary>How it stands, for those who look after the gateway.</summary>
    public DeploymentStanding Standing(DateTimeOffset now)
    {
        var limits = limit.Standing(now);
        lock (_gate)
        {
            return new DeploymentStanding(options.Name, model, keyName, _health, _since)
            {
                Obstacle = SkipReason,
                UnderWay = UnderWay,
                RequestsLastMinute = _calls.Used(now),
                TokensLastMinute = _tokens.Used(now),
                Limits = limits,
            };
        }
    }

    private Moved Move(in HealthState next, DateTimeOffset now)
    {
        var before = _health.Circuit;
        if (before != next.Circuit)
            _since = now;
        _health = next;
        return new Moved(before, next.Circuit);
    }

    // FNV-1a: equal in every process, unlike string.GetHashCode.
    private static uint Hash(params ReadOnlySpan<string> parts)
    {
        var hash = 2166136261u;
        foreach (var part in parts)
        {
            foreach (var c in part)
                hash = (hash ^ c) * 16777619;
            hash = (hash ^ '/') * 16777619;
        }

        return hash;
    }
}

/// <summary>What a breaker did.</summary>
internal readonly record struct Moved(CircuitPosition From, CircuitPosition To)
{
    /// <summary>Whether it moved at all.</summary>
    public bool HasMoved => From != To;
}
