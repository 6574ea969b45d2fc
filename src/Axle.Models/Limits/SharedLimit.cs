using Axle.Models.Wire;

namespace Axle.Models.Limits;

/// <summary>
/// One limit as a store keeps it: takes wait for the store, corrections do not. Corrections that come while one is on its way go together with the next; a
/// take goes after the one on its way and waits for no more, so that what a call gave back is there for the next. Safe for concurrent use.
/// </summary>
/// <param name="store">Who counts.</param>
/// <param name="rule">The limit.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedLimit(ILimitStore store, LimitRule rule, TimeProvider time)
{
    /// <summary>A closure and its end may take so differently long to the store.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private LimitCount _last;
    private DateTimeOffset _heardAt;
    private LimitCorrection? _next;
    private bool _isWriting;
    private bool _isScarce;
    private Task _writing = Task.CompletedTask;

    /// <summary>Counts a call, or says how long it must wait.</summary>
    /// <param name="tokens">What it may need.</param>
    /// <param name="turn">Its place in the line; null for none.</param>
    /// <param name="waits">Whether it gets a place when it may not go.</param>
    /// <param name="cancellationToken">Ends the waiting for the store.</param>
    /// <exception cref="AxleException">The store cannot be reached.</exception>
    public async ValueTask<LimitCount> TakeAsync(long tokens, Guid? turn, bool waits, CancellationToken cancellationToken)
    {
        var writing = Volatile.Read(ref _writing);
        if (!writing.IsCompleted)
            await writing.WaitAsync(cancellationToken);
        var count = (await store.TakeAsync(new LimitClaim([rule], tokens) { Turn = turn, Waits = waits }, cancellationToken))[0];
        lock (_gate)
            (_last, _heardAt) = (count, time.GetUtcNow());
        return count;
    }

    /// <summary>A use turned out otherwise.</summary>
    public void Correct(long cell, long calls, long tokens)
    {
        tokens = rule.Tokens is null ? 0 : tokens;
        if (calls == 0 && tokens == 0)
            return;
        lock (_gate)
            _last = _last with { Calls = Math.Max(0, _last.Calls + calls), Tokens = Math.Max(0, _last.Tokens + tokens) };
        Write(next => next with { Uses = [.. next.Uses, new CorrectedUse(cell, calls, tokens)] });
    }

    /// <summary>A place in the line is not needed any more.</summary>
    public void Leave(Guid turn) => Write(next => next with { Left = [.. next.Left, turn] });

    /// <summary>The provider wants no call before this time.</summary>
    public void Close(DateTimeOffset until)
    {
        if (until - time.GetUtcNow() is var closed && closed > TimeSpan.Zero)
            Write(next => next with { ClosedFor = next.ClosedFor > closed ? next.ClosedFor : closed });
    }

    /// <summary>The provider takes calls again though it wanted none before this time. What others were told to wait longer stays.</summary>
    public void Reopen(DateTimeOffset until)
    {
        var closed = until - time.GetUtcNow() + Skew;
        Write(next => next with { ClosedFor = next.ClosedFor > closed ? next.ClosedFor : null, OpenFor = next.OpenFor > closed ? next.OpenFor : closed });
    }

    /// <summary>The provider said what is left of its own limits. Others are told when that is little, and when it is no more.</summary>
    public void Hear(RateLimitReading reading)
    {
        // A refusal says by itself for how long.
        var (requests, tokens) = (reading.BlockedUntil is null ? Told(reading.Requests) : null, Told(reading.Tokens));
        var isScarce = IsScarce(requests) || IsScarce(tokens);
        if (Interlocked.Exchange(ref _isScarce, isScarce) || isScarce)
            Write(next => next with { ToldRequests = requests ?? next.ToldRequests, ToldTokens = tokens ?? next.ToldTokens });
    }

    /// <summary>How it stood when it was last asked.</summary>
    public LimitStanding Standing(DateTimeOffset now)
    {
        lock (_gate)
            return Standing(_last, _heardAt, now);
    }

    /// <summary>How it stood for one call.</summary>
    public LimitStanding StandingOf(LimitCount count, DateTimeOffset now) => Standing(count, now, now);

    /// <summary>Share of it that is left, 0 to 1.</summary>
    public double HeadRoom(DateTimeOffset now)
    {
        var (requests, tokens) = Standing(now);
        return Math.Min(Share(requests), Share(tokens));
    }

    private LimitStanding Standing(LimitCount count, DateTimeOffset heardAt, DateTimeOffset now) => new(
        Of(rule.Calls, count.Calls, heardAt + count.EmptyIn, now), Of(rule.Tokens, count.Tokens, heardAt + count.EmptyIn, now));

    private void Write(Func<LimitCorrection, LimitCorrection> change)
    {
        lock (_gate)
        {
            _next = change(_next ?? new LimitCorrection(rule, []));
            if (_isWriting)
                return;
            _isWriting = true;
        }

        _ = WriteAllAsync();
    }

    private async Task WriteAllAsync()
    {
        while (true)
        {
            LimitCorrection next;
            lock (_gate)
            {
                if (_next is null)
                {
                    _isWriting = false;
                    return;
                }

                (next, _next) = (_next, null);
            }

            var writing = WriteAsync(next);
            Volatile.Write(ref _writing, writing);
            await writing;
        }
    }

    private async Task WriteAsync(LimitCorrection correction)
    {
        try
        {
            await store.CorrectAsync(correction, CancellationToken.None);
        }
        catch (Exception exception) when (exception is AxleException or ObjectDisposedException)
        {
            // What was counted too much passes with the window.
        }
    }

    private ToldLimit? Told(RateLimitCount? count) =>
        count is { ResetAt: { } reset } && reset - time.GetUtcNow() is var left && left > TimeSpan.Zero ? new ToldLimit(count.Limit, count.Left, left) : null;

    // What is left of a limit that nobody tells may be little.
    private static bool IsScarce(ToldLimit? told) => told is not null && (told.Left == 0 || told.Limit is not { } limit || told.Left < limit / 10);

    private static RateLimitCount? Of(long? limit, long used, DateTimeOffset emptyAt, DateTimeOffset now) =>
        limit is not { } most ? null : emptyAt <= now ? new RateLimitCount(most, most, now) : new RateLimitCount(most, Math.Max(0, most - used), emptyAt);

    private static double Share(RateLimitCount? count) => count is { Limit: > 0 and var limit } ? (double)count.Left / limit : 1;
}
