using Axle.Models.Wire;

namespace Axle.Models.Limits;

/// <summary>
/// The limits of one key at one provider, in requests and tokens per minute: taken before a call, corrected after it, so that the provider
/// never has to refuse. A refusal that comes all the same closes it until the time that the provider names, or until the provider answers a call that
/// was sent later and is no smaller: then it admits calls again. Safe for concurrent use.
/// </summary>
/// <param name="requestsPerMinute">Null for no limit.</param>
/// <param name="tokensPerMinute">In and out together; null for no limit.</param>
/// <param name="shared">Counts both for all processes, in the place of this one; null where it is not shared.</param>
internal sealed class RateLimit(int? requestsPerMinute, long? tokensPerMinute, SharedLimit? shared = null)
{
    private readonly Lock _gate = new();
    private readonly MinuteWindow? _requests = shared is null && requestsPerMinute is { } requests ? new(requests) : null;
    private readonly MinuteWindow? _tokens = shared is null && tokensPerMinute is { } tokens ? new(tokens) : null;
    private long _closedUntil;
    private long _refusedUntil;
    private SentCall _refused;
    private RateLimitCount? _told;
    private RateLimitCount? _toldRequests;

    /// <summary>Whether all processes share it: then what <see cref="TryTake"/> takes is nothing yet, and <see cref="TakeAsync"/> must follow.</summary>
    public bool IsShared => shared is not null;

    /// <summary>How long until a call of so many tokens may go; zero for at once, and where the store is to be asked.</summary>
    public TimeSpan WaitFor(long tokens, DateTimeOffset now)
    {
        if (IsShared || IsOpen(tokens, now))
            return TimeSpan.Zero;
        lock (_gate)
            return Wait(tokens, now);
    }

    /// <summary>Takes a call of so many tokens; null when it may not go now.</summary>
    public RateTicket? TryTake(long tokens, DateTimeOffset now)
    {
        if (IsShared || IsOpen(tokens, now))
            return default(RateTicket);
        lock (_gate)
        {
            if (Wait(tokens, now) > TimeSpan.Zero)
                return null;
            return new RateTicket(_tokens?.Use(tokens, now) ?? 0, tokens) { RequestSecond = _requests?.Use(1, now) ?? 0 };
        }
    }

    /// <summary>Takes a call of so many tokens where all processes share the limit.</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="turn">Its place in the line; null for none.</param>
    /// <param name="waits">Whether it gets a place when it may not go.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    /// <returns>What was taken; or how long until it may go.</returns>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public async ValueTask<(RateTicket? Ticket, TimeSpan Wait)> TakeAsync(long tokens, Guid? turn, bool waits, CancellationToken cancellationToken)
    {
        var count = await shared!.TakeAsync(tokens, turn, waits, cancellationToken);
        return (count.Wait == TimeSpan.Zero ? new RateTicket(count.Cell, tokens) { RequestSecond = count.Cell } : null, count.Wait);
    }

    /// <summary>A place in the line is not needed any more.</summary>
    public void Leave(Guid turn) => shared?.Leave(turn);

    /// <summary>The call took so many tokens in fact.</summary>
    public void Settle(RateTicket ticket, long tokens, DateTimeOffset now)
    {
        if (shared is not null && ticket.Second > 0 && ticket.Tokens != tokens)
            shared.Correct(ticket.Second, 0, tokens - ticket.Tokens);
        if (_tokens is null || ticket.Tokens == tokens)
            return;
        lock (_gate)
            _tokens.Correct(ticket.Second, tokens - ticket.Tokens, now);
    }

    /// <summary>The call was not made.</summary>
    public void GiveBack(RateTicket ticket, DateTimeOffset now)
    {
        if (ticket.Second > 0)
            shared?.Correct(ticket.Second, -1, -ticket.Tokens);
        lock (_gate)
        {
            if (ticket.RequestSecond > 0)
                _requests?.Correct(ticket.RequestSecond, -1, now);
            if (ticket.Second > 0)
                _tokens?.Correct(ticket.Second, -ticket.Tokens, now);
        }
    }

    /// <summary>The provider says that nothing is left before this time.</summary>
    public void CloseUntil(DateTimeOffset until)
    {
        lock (_gate)
            _closedUntil = Math.Max(until.UtcTicks, _closedUntil);
    }

    /// <summary>The provider refused a call, and wants none before this time.</summary>
    /// <param name="call">The call.</param>
    /// <param name="until">The time.</param>
    public void Refuse(SentCall call, DateTimeOffset until)
    {
        lock (_gate)
        {
            _refusedUntil = Math.Max(until.UtcTicks, _refusedUntil);
            if (call.At >= _refused.At)
                _refused = call;
        }

        shared?.Close(until);
    }

    /// <summary>
    /// The provider answered a call. One that was sent after those that it refused, to the same model and no smaller, shows that the limit is not reached
    /// any more.
    /// </summary>
    public void Admit(SentCall call)
    {
        if (Volatile.Read(ref _refusedUntil) == 0)
            return;
        long until;
        lock (_gate)
        {
            if (call.At <= _refused.At || call.Tokens < _refused.Tokens || call.Model != _refused.Model)
                return;
            (until, _refusedUntil) = (_refusedUntil, 0);
        }

        shared?.Reopen(new DateTimeOffset(until, TimeSpan.Zero));
    }

    /// <summary>The provider said what is left of its own limits.</summary>
    public void Hear(RateLimitReading reading)
    {
        // A refusal says by itself for how long.
        if (reading is { Requests: { Left: 0, ResetAt: { } reset }, BlockedUntil: null })
            CloseUntil(reset);
        if (reading.Requests is { ResetAt: not null } requests)
            Volatile.Write(ref _toldRequests, requests);
        if (reading.Tokens is { ResetAt: not null } tokens)
            Volatile.Write(ref _told, tokens);
        shared?.Hear(reading);
    }

    /// <summary>Share of the limit that is left, 0 to 1; 1 without a limit.</summary>
    public double HeadRoom(DateTimeOffset now)
    {
        if (shared is not null)
            return shared.HeadRoom(now);
        if (_requests is null && _tokens is null)
            return 1;
        lock (_gate)
            return Math.Min(Share(_requests, now), Share(_tokens, now));
    }

    /// <summary>How it stands: of its own limit and the one that the provider told, the one of which less is left.</summary>
    public LimitStanding Standing(DateTimeOffset now)
    {
        lock (_gate)
        {
            var own = shared?.Standing(now) ?? new LimitStanding(Of(_requests, now), Of(_tokens, now));
            var requests = LimitStanding.Scarcer(own.Requests, Of(Volatile.Read(ref _toldRequests), now));
            if (ClosedUntil > now.UtcTicks)
                requests = new RateLimitCount(requests?.Limit, 0, new DateTimeOffset(ClosedUntil, TimeSpan.Zero));
            return new LimitStanding(requests, LimitStanding.Scarcer(own.Tokens, Of(Volatile.Read(ref _told), now)));
        }
    }

    private long ClosedUntil => Math.Max(Volatile.Read(ref _closedUntil), Volatile.Read(ref _refusedUntil));

    // Without limits of our own, and none that the provider told of: most calls, and they need no lock.
    private bool IsOpen(long tokens, DateTimeOffset now) =>
        _requests is null && _tokens is null && ClosedUntil <= now.UtcTicks && Told(tokens, now) == TimeSpan.Zero;

    private TimeSpan Told(long tokens, DateTimeOffset now) =>
        Volatile.Read(ref _told) is { } told && told.Left < Math.Min(tokens, told.Limit ?? tokens) && told.ResetAt > now
            ? told.ResetAt.Value - now
            : TimeSpan.Zero;

    private static RateLimitCount? Of(MinuteWindow? window, DateTimeOffset now) =>
        window is null ? null : new RateLimitCount(window.Limit, window.Left(now), window.FullAt(now));

    // After its reset all of a limit is there again; how much that is, not every provider says.
    private static RateLimitCount? Of(RateLimitCount? told, DateTimeOffset now) =>
        told is null || told.ResetAt > now ? told : told.Limit is { } all ? new RateLimitCount(all, all, now) : null;

    private static double Share(MinuteWindow? window, DateTimeOffset now) => window is null ? 1 : (double)window.Left(now) / window.Limit;

    private TimeSpan Wait(long tokens, DateTimeOffset now)
    {
        var wait = TimeSpan.FromTicks(Math.Max(0, ClosedUntil - now.UtcTicks));
        if (Told(tokens, now) is var forTold && forTold > wait)
            wait = forTold;
        if (_requests?.WaitFor(1, now) is { } forRequests && forRequests > wait)
            wait = forRequests;
        if (_tokens?.WaitFor(tokens, now) is { } forTokens && forTokens > wait)
            wait = forTokens;
        return wait;
    }
}

/// <summary>A call that a provider refused or answered.</summary>
/// <param name="At">When it was sent, as a timestamp of the clock.</param>
/// <param name="Tokens">Its tokens of prompt and answer, estimated.</param>
/// <param name="Model">The model that it went to.</param>
internal readonly record struct SentCall(long At, long Tokens, string Model);

/// <summary>The place of a call in the line of those that wait for a limit which processes share.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Id">Names the place.</param>
/// <param name="Ticket">What was taken when its turn had come already.</param>
internal sealed record LimitTurn(RateLimit Limit, Guid Id, RateTicket? Ticket = null);

/// <summary>What a call has taken of a <see cref="RateLimit"/>.</summary>
/// <param name="Second">The slot in which its tokens stand; 0 when they are not counted.</param>
/// <param name="Tokens">How many they are.</param>
internal readonly record struct RateTicket(long Second, long Tokens)
{
    /// <summary>The slot in which its request stands; 0 when requests are not counted.</summary>
    public long RequestSecond { get; init; }
}
