using System.Collections.Immutable;
using Axle.Models.Embeddings;
using Axle.Models.Routing;

namespace Axle.Models.Limits;

/// <summary>
/// What one caller may ask of the gateway in a minute: requests, and tokens in and out together. Taken before a call by what it may need, corrected after by
/// what it did. Safe for concurrent use.
/// </summary>
/// <param name="requestsPerMinute">1 or more; null for no limit.</param>
/// <param name="tokensPerMinute">1 or more; null for no limit. A call that needs more goes when nothing was asked for a minute.</param>
public sealed class CallerLimit(int? requestsPerMinute, long? tokensPerMinute)
{
    private readonly RateLimit _limit = new(requestsPerMinute, tokensPerMinute);

    /// <summary>Takes a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="now">The time.</param>
    /// <returns>What was taken, for <see cref="Settle"/>; or how long until it may come again, when nothing was.</returns>
    public (CallerShare Share, TimeSpan? Wait) TryTake(ModelCall call, DateTimeOffset now) =>
        TryTake(RouteNeeds.Of(call, call.Request.Messages, call.Request.Options), now);

    /// <summary>Takes a request for vectors.</summary>
    /// <inheritdoc cref="TryTake(ModelCall, DateTimeOffset)"/>
    public (CallerShare Share, TimeSpan? Wait) TryTake(EmbeddingCall call, DateTimeOffset now) =>
        TryTake(RouteNeeds.Of(call.Inner, call.Inner.Request.Messages, EmbeddingRoute.NoAnswer), now);

    /// <summary>The call ended. What nobody counted stays as it was estimated.</summary>
    /// <param name="share">What was taken.</param>
    /// <param name="charges">What its attempts consumed; empty when no model was asked.</param>
    /// <param name="now">The time.</param>
    public void Settle(CallerShare share, ImmutableArray<ModelCharge> charges, DateTimeOffset now)
    {
        var (tokens, isKnown) = (0L, true);
        foreach (var charge in charges)
        {
            tokens += charge.Usage.InputTokens + charge.Usage.OutputTokens;
            isKnown &= !charge.Usage.IsMissing;
        }

        _limit.Settle(share.Ticket, isKnown ? tokens : Math.Max(tokens, share.Ticket.Tokens), now);
    }

    /// <summary>How it stands.</summary>
    public LimitStanding Standing(DateTimeOffset now) => _limit.Standing(now);

    private (CallerShare Share, TimeSpan? Wait) TryTake(RouteNeeds needs, DateTimeOffset now) => _limit.TryTake(needs.Tokens, now) is { } ticket
        ? (new CallerShare(ticket), null)
        : (default, _limit.WaitFor(needs.Tokens, now));
}

/// <summary>What a call has taken of its caller's limit.</summary>
public readonly record struct CallerShare
{
    internal CallerShare(RateTicket ticket) => Ticket = ticket;

    internal RateTicket Ticket { get; }
}
