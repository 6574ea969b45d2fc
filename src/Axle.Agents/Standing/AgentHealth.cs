namespace Axle.Agents.Standing;

/// <summary>
/// How an agent has been doing: a value, and what follows from a result as pure functions. After three failures in a row an agent is out for five
/// seconds, and twice as long after every trial that fails, up to two minutes; the first success ends it.
/// </summary>
public readonly record struct AgentHealth()
{
    private const int FailuresUntilOut = 3;
    private const double ResultWeight = 0.1;
    private const double TimeWeight = 0.2;
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(2);

    /// <summary>Moving average of results, 0 to 1; 1 for an agent that has done nothing yet.</summary>
    public double SuccessShare { get; init; } = 1;

    /// <summary>Moving average of the time that successful work took; zero before the first.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>How many times it went out since the last success.</summary>
    public int Breaks { get; init; }

    /// <summary>Until when nobody should be sent there; after that one at a time, until one succeeds. Long ago for an agent that never was out.</summary>
    public DateTimeOffset OutUntil { get; init; }

    /// <summary>The kind of the last failure.</summary>
    public ErrorKind LastFault { get; init; }

    /// <summary>Whether one piece of work is to show that it is well again.</summary>
    public bool IsOnTrial => Breaks > 0;

    /// <summary>Work was done.</summary>
    public AgentHealth Succeed(TimeSpan took) => new()
    {
        SuccessShare = (SuccessShare * (1 - ResultWeight)) + ResultWeight,
        Took = Took == TimeSpan.Zero ? took : (Took * (1 - TimeWeight)) + (took * TimeWeight),
    };

    /// <summary>Work failed. What says nothing about the agent (see <see cref="Counts"/>) changes nothing.</summary>
    public AgentHealth Fail(ErrorKind kind, DateTimeOffset now)
    {
        if (!Counts(kind))
            return this;
        var failed = this with { SuccessShare = SuccessShare * (1 - ResultWeight), FailuresInARow = FailuresInARow + 1, LastFault = kind };
        // Work that began before the agent went out does not make the break longer.
        if (failed.FailuresInARow < FailuresUntilOut || now < OutUntil)
            return failed;
        var length = FirstBreak * Math.Pow(2, Math.Min(Breaks, 10));
        return failed with { Breaks = Breaks + 1, OutUntil = now + (length < LongestBreak ? length : LongestBreak) };
    }

    /// <summary>Whether a failure says something about the agent. Bad input, a refusal, a spent budget or a cancellation does not.</summary>
    public static bool Counts(ErrorKind kind) => kind is
        ErrorKind.Unknown or ErrorKind.Timeout or ErrorKind.Network or ErrorKind.RateLimited or ErrorKind.Overloaded or ErrorKind.Tool
        or ErrorKind.MalformedAnswer or ErrorKind.Authentication or ErrorKind.NotFound;
}
