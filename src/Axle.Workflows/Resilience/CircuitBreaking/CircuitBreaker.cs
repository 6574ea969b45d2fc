using System.Collections.Immutable;

namespace Axle.Workflows.Resilience.CircuitBreaking;

/// <summary>
/// The rules of a circuit breaker, without clock or I/O: state in, state out. Source: Nygard, "Release It!", 2007; the window of ten
/// buckets and the minimum throughput are those of Polly 8. A clock that is set back never keeps a circuit open longer than one more break.
/// </summary>
public static class CircuitBreaker
{
    private const int Buckets = 10;

    /// <summary>Whether a call may go through now.</summary>
    public static CircuitDecision Decide(CircuitState state, CircuitBreakerOptions options, DateTimeOffset now)
    {
        if (state.Status == CircuitStatus.Closed)
            return new CircuitDecision(state, new CircuitTicket(state.Round, null), TimeSpan.Zero);
        if (now < state.Since)
            state = state with { Since = now };
        if (state.Status == CircuitStatus.Open)
        {
            var rest = state.Since + options.BreakFor - now;
            return rest > TimeSpan.Zero ? new CircuitDecision(state, null, rest) : Probe(HalfOpen(state, now), now);
        }

        var alive = state.Probes.RemoveAll(p => p > now || p + options.BreakFor <= now);
        if (alive.Length < state.Probes.Length)
            state = state with { Probes = alive };
        return alive.IsEmpty || alive.Length + state.Passed < options.Probes
            ? Probe(state, now)
            : new CircuitDecision(state, null, alive[0] + options.BreakFor - now);
    }

    /// <summary>Counts what a call brought.</summary>
    /// <param name="state">The circuit.</param>
    /// <param name="options">Its settings.</param>
    /// <param name="ticket">What let the call through.</param>
    /// <param name="outcome">What it brought.</param>
    /// <param name="now">The time.</param>
    /// <param name="reason">What a failure said, for people.</param>
    public static CircuitState Record(
        CircuitState state, CircuitBreakerOptions options, CircuitTicket ticket, CircuitOutcome outcome, DateTimeOffset now, string? reason = null)
    {
        if (ticket.Round != state.Round)
            return state;
        return state.Status switch
        {
            CircuitStatus.Closed when outcome != CircuitOutcome.Ignored => Count(state, options, outcome, now, reason),
            CircuitStatus.HalfOpen when ticket.Probe is { } probe && state.Probes.Contains(probe) =>
                Judge(state with { Probes = state.Probes.Remove(probe) }, options, outcome, now, reason),
            _ => state,
        };
    }

    /// <summary>When an open circuit lets the next call through; null when it lets calls through now.</summary>
    public static DateTimeOffset? NextProbeAt(CircuitState state, CircuitBreakerOptions options, DateTimeOffset now) =>
        Decide(state, options, now) is { Ticket: null } refused ? now + refused.RetryAfter : null;

    /// <summary>The calls that count now: those of a closed circuit that the window has left behind do not.</summary>
    public static ImmutableArray<CircuitBucket> Recent(CircuitState state, CircuitBreakerOptions options, DateTimeOffset now) =>
        state.Status == CircuitStatus.Closed ? Recent(state.Window, BucketOf(options, now)) : state.Window;

    private static CircuitDecision Probe(CircuitState state, DateTimeOffset now)
    {
        // Probes are told apart by their time.
        var at = state.Probes is [.., var last] && last >= now ? last.AddTicks(1) : now;
        return new CircuitDecision(state with { Probes = state.Probes.Add(at) }, new CircuitTicket(state.Round, at), TimeSpan.Zero);
    }

    private static CircuitState Judge(
        CircuitState state, CircuitBreakerOptions options, CircuitOutcome outcome, DateTimeOffset now, string? reason) => outcome switch
        {
            CircuitOutcome.Failure => Open(state with { Reason = reason, FailuresInARow = state.FailuresInARow + 1 }, now),
            CircuitOutcome.Success when state.Passed + 1 >= options.Probes => CircuitState.Closed(now, state.Round + 1),
            CircuitOutcome.Success => state with { Passed = state.Passed + 1 },
            _ => state,
        };

    private static CircuitState Count(CircuitState state, CircuitBreakerOptions options, CircuitOutcome outcome, DateTimeOffset now, string? reason)
    {
        var failed = outcome == CircuitOutcome.Failure;
        var counted = state with
        {
            Window = Add(state.Window, BucketOf(options, now), failed),
            FailuresInARow = failed ? state.FailuresInARow + 1 : 0,
            Reason = failed ? reason : state.Reason,
        };
        var failures = counted.Window.Sum(static b => b.Failures);
        var calls = failures + counted.Window.Sum(static b => b.Successes);
        var trips = failed && (counted.FailuresInARow >= options.ConsecutiveFailures
            || (calls >= options.MinimumThroughput && failures >= calls * options.FailureRatio));
        return trips ? Open(counted, now) : counted;
    }

    private static ImmutableArray<CircuitBucket> Add(ImmutableArray<CircuitBucket> window, long number, bool failed)
    {
        window = Recent(window, number);
        var (successes, failures) = failed ? (0, 1) : (1, 0);
        return window is [.., var last] && last.Number == number
            ? window.SetItem(window.Length - 1, new CircuitBucket(number, last.Successes + successes, last.Failures + failures))
            : window.Add(new CircuitBucket(number, successes, failures));
    }

    private static long BucketOf(CircuitBreakerOptions options, DateTimeOffset now) => now.UtcTicks / (options.SamplingWindow.Ticks / Buckets);

    private static ImmutableArray<CircuitBucket> Recent(ImmutableArray<CircuitBucket> window, long number) =>
        window.RemoveAll(b => b.Number <= number - Buckets || b.Number > number);

    private static CircuitState Open(CircuitState state, DateTimeOffset now) =>
        state with { Status = CircuitStatus.Open, Since = now, Round = state.Round + 1, Probes = [], Passed = 0 };

    private static CircuitState HalfOpen(CircuitState state, DateTimeOffset now) =>
        state with { Status = CircuitStatus.HalfOpen, Since = now, Round = state.Round + 1, Probes = [], Passed = 0 };
}
