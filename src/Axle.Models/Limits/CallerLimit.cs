using System.Collections.Immutable;
using Axle.Models.Embeddings;
using Axle.Models.Routing;

namespace Axle.Models.Limits;

/// <summary>
/// What one caller may ask of the gateway in a minute: requests, and tokens in and out together. Taken before a call by what it may need, corrected after by
/// what it did, for all processes that share the store. Safe for concurrent use.
/// </summary>
/// <param name="store">Who counts.</param>
/// <param name="caller">The caller, the same in every process; no secret.</param>
/// <param name="requestsPerMinute">1 or more; null for no limit.</param>
/// <param name="tokensPerMinute">1 or more; null for no limit. A call that needs more goes when nothing was asked for a minute.</param>
/// <param name="time">The clock.</param>
public sealed class CallerLimit(ILimitStore store, string caller, int? requestsPerMinute, long? tokensPerMinute, TimeProvider time)
{
    private readonly SharedLimit _limit = new(store, new LimitRule($"caller {caller}", TimeSpan.FromMinutes(1), requestsPerMinute, tokensPerMinute), time);

    /// <summary>Takes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    /// <returns>What was taken, for <see cref="Settle"/>; or how the limit stood when nothing was.</returns>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public ValueTask<(CallerShare Share, CallerRefusal? Refusal)> TryTakeAsync(ModelCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return TryTakeAsync(RouteNeeds.Of(call, call.Request.Messages, call.Request.Options), cancellationToken);
    }

    /// <summary>Takes a request for vectors.</summary>
    /// <inheritdoc cref="TryTakeAsync(ModelCall, CancellationToken)"/>
    public ValueTask<(CallerShare Share, CallerRefusal? Refusal)> TryTakeAsync(EmbeddingCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return TryTakeAsync(RouteNeeds.Of(call.Inner, call.Inner.Request.Messages, EmbeddingRoute.NoAnswer), cancellationToken);
    }

    /// <summary>The call ended. What nobody counted stays as it was estimated.</summary>
    /// <param name="share">What was taken.</param>
    /// <param name="charges">What its attempts consumed; empty when no model was asked.</param>
    public void Settle(CallerShare share, ImmutableArray<ModelCharge> charges)
    {
        var (tokens, isKnown) = (0L, true);
        foreach (var charge in charges)
        {
            tokens += charge.Usage.InputTokens + charge.Usage.OutputTokens;
            isKnown &= !charge.Usage.IsMissing;
        }

        var used = isKnown ? tokens : Math.Max(tokens, share.Tokens);
        if (used != share.Tokens)
            _limit.Correct(share.Cell, 0, used - share.Tokens);
    }

    /// <summary>How it stands, as far as this process knows.</summary>
    public LimitStanding Standing(DateTimeOffset now) => _limit.Standing(now);

    private async ValueTask<(CallerShare Share, CallerRefusal? Refusal)> TryTakeAsync(RouteNeeds needs, CancellationToken cancellationToken)
    {
        var count = await _limit.TakeAsync(needs.Tokens, turn: null, waits: false, cancellationToken);
        return count.Wait == TimeSpan.Zero
            ? (new CallerShare(count.Cell, needs.Tokens), null)
            : (default, new CallerRefusal(count.Wait, _limit.StandingOf(count, time.GetUtcNow())));
    }
}

/// <summary>A call was refused by its caller's limit.</summary>
/// <param name="Wait">How long until it may come again.</param>
/// <param name="Standing">How the limit stood for this call; others may have moved it since.</param>
public sealed record CallerRefusal(TimeSpan Wait, LimitStanding Standing);

/// <summary>What a call has taken of its caller's limit.</summary>
public readonly record struct CallerShare
{
    internal CallerShare(long cell, long tokens) => (Cell, Tokens) = (cell, tokens);

    internal long Cell { get; }

    internal long Tokens { get; }
}
