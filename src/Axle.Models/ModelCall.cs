using System.Collections.Immutable;
using Axle.Models.Limits;
using Axle.Models.Routing;
using Microsoft.Extensions.AI;

namespace Axle.Models;

/// <summary>
/// One call on its way through the pipeline: what was asked, and what the stations left behind: decisions, charges, how the cache stood. It
/// travels in <see cref="ChatOptions.AdditionalProperties"/>. One call belongs to one caller; it is not safe for concurrent use.
/// </summary>
/// <param name="request">What is asked, and for whom.</param>
public sealed class ModelCall(ModelRequest request)
{
    private const string Key = "axle.call";

    /// <summary>What is asked, and for whom.</summary>
    public ModelRequest Request { get; } = request;

    /// <summary>Whether its texts become vectors: no model obeys them then.</summary>
    public bool IsForVectors { get; internal init; }

    /// <summary>Every choice of a provider so far, first to last; the last one answered.</summary>
    public ImmutableArray<ModelDecision> Decisions { get; internal set; } = [];

    /// <summary>What every attempt cost, also of those that failed; empty for an answer out of the cache.</summary>
    public ImmutableArray<ModelCharge> Charges { get; internal set; } = [];

    /// <summary>Where the answer came from.</summary>
    public CacheStanding Cache { get; internal set; }

    /// <summary>The provider's name of the attempt that goes on or that answered; empty before there was one.</summary>
    public string Provider { get; internal set; } = "";

    /// <summary>The model of that attempt.</summary>
    public string Model { get; internal set; } = "";

    /// <summary>True when no language model was asked: the offline provider answered.</summary>
    public bool Offline { get; internal set; }

    /// <summary>Why a person must look at the answer before anything is done with it; null when nobody must.</summary>
    public string? HeldFor { get; internal set; }

    /// <summary>Tools that a provider was not told of, one entry a tool and provider.</summary>
    public ImmutableArray<QuarantinedTool> QuarantinedTools { get; internal set; } = [];

    /// <summary>The key under which its answer was put into the cache; null when it was not.</summary>
    internal string? KeptUnder { get; set; }

    /// <summary>The attempt that is under way or was the last; null before the first.</summary>
    internal RouteAttempt? Attempt { get; set; }

    /// <summary>The limits of the key that was asked last, or that stand in the way; null when nobody was asked.</summary>
    internal RateLimit? Limit { get; set; }

    /// <summary>Providers that answered, but never well enough: they are not asked again in this call.</summary>
    internal ImmutableArray<string> Avoided { get; private set; } = [];

    /// <summary>
    /// How the limits stand of the key that was asked last, or that kept the call from being made; null when none was, as for an answer out of the
    /// cache.
    /// </summary>
    public LimitStanding? LimitsAt(DateTimeOffset now) => Limit?.Standing(now);

    /// <summary>Does not ask the provider that answered last again in this call.</summary>
    internal void AvoidLast() => Avoided = Avoided.Add(Provider);

    /// <summary>The call that travels with these options.</summary>
    /// <exception cref="InvalidOperationException">None does: the pipeline was entered past the gateway.</exception>
    public static ModelCall Of(ChatOptions? options) =>
        TryOf(options) ?? throw new InvalidOperationException("No ModelCall travels with these options: ask through ModelGateway.");

    /// <summary>The call that travels with these options; null when none does.</summary>
    internal static ModelCall? TryOf(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out var call) is true ? call as ModelCall : null;

    internal void TravelWith(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = this;
}

/// <summary>What one attempt at a provider cost.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Model">The model.</param>
/// <param name="Usage">What was consumed.</param>
/// <param name="Usd">US dollars of the parts whose price is known.</param>
/// <param name="Unpriced">The parts whose price is not known; <paramref name="Usd"/> is then a lower bound.</param>
public sealed record ModelCharge(string Provider, string Model, ModelUsage Usage, decimal Usd, ImmutableArray<string> Unpriced);

/// <summary>Where an answer came from.</summary>
public enum CacheStanding
{
    /// <summary>The cache was not asked: it is off, or the call may not use it.</summary>
    Unasked = 0,

    /// <summary>The cache had nothing; a model answered.</summary>
    Missed,

    /// <summary>The same question had been answered before.</summary>
    Exact,

    /// <summary>A question that means the same had been answered before.</summary>
    Semantic,
}
