namespace Axle.Models.Health;

/// <summary>
/// The rules of health as pure functions over <see cref="HealthState"/>: no clock, no randomness, no logging. The breaker is the usual one
/// (M. Nygard, Release It!, 2007): closed, open for a while, then one probe at a time.
/// </summary>
public static class HealthMachine
{
    private const double LatencyWeight = 0.2;

    /// <summary>Whether a call may go there now; in the half-open state only as the one probe.</summary>
    public static bool Admits(in HealthState state, DateTimeOffset now) => state.Circuit switch
    {
        CircuitPosition.Closed => true,
        CircuitPosition.Open => now >= state.OpenUntil,
        _ => !state.IsProbing,
    };

    /// <summary>A call goes there. Where the breaker is not closed, it is the probe.</summary>
    public static HealthState Begin(in HealthState state) =>
        state.Circuit == CircuitPosition.Closed ? state : state with { Circuit = CircuitPosition.HalfOpen, IsProbing = true };

    /// <summary>A call succeeded. Its latency goes from the request to the last byte, of a stream to its first content.</summary>
    public static HealthState Succeed(in HealthState state, TimeSpan latency, DateTimeOffset now, HealthRules rules)
    {
        var average = state.Latency == TimeSpan.Zero ? latency : (state.Latency * (1 - LatencyWeight)) + (latency * LatencyWeight);
        if (state.Circuit != CircuitPosition.Closed)
            return new HealthState { Attempts = 1, CountedAt = now, Latency = average };
        var faded = Fade(state, now, rules);
        return faded with { Attempts = faded.Attempts + 1, FailuresInARow = 0, Latency = average };
    }

    /// <summary>A call failed; <paramref name="wait"/> is how long the provider asks to be left alone, null when it does not say.</summary>
    public static HealthState Fail(in HealthState state, ErrorKind kind, TimeSpan? wait, DateTimeOffset now, HealthRules rules)
    {
        if (!Counts(kind))
            return state.IsProbing ? Answered(state, kind, now) : state;
        var faded = Fade(state, now, rules);
        var counted = faded with
        {
            Attempts = faded.Attempts + 1,
            Failures = faded.Failures + 1,
            FailuresInARow = state.FailuresInARow + 1,
            IsProbing = false,
        };
        // It began before the breaker opened: it is no probe, and makes the break no longer than the provider asks.
        if (state.Circuit == CircuitPosition.Open && (!NeedsPerson(kind) || NeedsPerson(state.Cause)))
            return counted with { OpenUntil = wait is { } asked && now + asked > state.OpenUntil ? now + asked : state.OpenUntil };
        if (NeedsPerson(kind))
            return Open(counted, kind, Longer(AnsweredLately(faded) ? rules.FirstBreak : rules.BreakUntilMended, state.Openings, wait, rules), now);
        var isOut = state.Circuit != CircuitPosition.Closed || counted.FailuresInARow >= rules.FailuresInARow ||
            (counted.Attempts >= rules.FewestAttempts && counted.FailureShare >= rules.FailureShare);
        return isOut ? Open(counted, kind, Longer(rules.FirstBreak, state.Openings, wait, rules), now) : counted;
    }

    /// <summary>The probe was not made after all: another call may be it.</summary>
    public static HealthState GiveUp(in HealthState state) => state with { IsProbing = false };

    /// <summary>
    /// Whether a failure says something about the deployment's health. A rate limit does not (see <see cref="Limits"/>), nor does a bad request.
    /// </summary>
    public static bool Counts(ErrorKind kind) => NeedsPerson(kind) || kind is
        ErrorKind.Overloaded or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.MalformedAnswer or ErrorKind.Unknown;

    /// <summary>Whether trouble of this kind passes without anybody doing something.</summary>
    public static bool Passes(ErrorKind kind) => Counts(kind) && !NeedsPerson(kind);

    private static bool NeedsPerson(ErrorKind kind) => kind is ErrorKind.Authentication or ErrorKind.QuotaSpent or ErrorKind.NotFound;

    // A probe that the caller gave up tells nothing; one that was refused or limited found a provider that answers.
    private static HealthState Answered(in HealthState state, ErrorKind kind, DateTimeOffset now) =>
        kind == ErrorKind.Cancelled ? GiveUp(state) : new HealthState { CountedAt = now, Latency = state.Latency };

    // A key that was good a moment ago may be refused by one of many servers, once. The probe after the short break tells.
    private static bool AnsweredLately(in HealthState state) => state.Circuit == CircuitPosition.Closed && state.Attempts - state.Failures >= 1;

    private static HealthState Open(in HealthState state, ErrorKind cause, TimeSpan length, DateTimeOffset now) => state with
    {
        Circuit = CircuitPosition.Open,
        OpenUntil = now + length,
        Openings = state.Openings + 1,
        Cause = cause,
    };

    private static TimeSpan Longer(TimeSpan first, int openings, TimeSpan? wait, HealthRules rules)
    {
        var longest = rules.LongestBreak > first ? rules.LongestBreak : first;
        var length = first * Math.Pow(2, Math.Min(openings, 16));
        length = length < longest ? length : longest;
        return wait > length ? wait.Value : length;
    }

    private static HealthState Fade(in HealthState state, DateTimeOffset now, HealthRules rules)
    {
        var passed = now - state.CountedAt;
        if (passed <= TimeSpan.Zero)
            return state.Attempts == 0 ? state with { CountedAt = now } : state;
        var share = Math.Pow(0.5, passed / rules.HalfLife);
        return state with { Attempts = state.Attempts * share, Failures = state.Failures * share, CountedAt = now };
    }
}
