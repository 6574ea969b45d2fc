namespace Axle.Tools.Mcp.Connections;

/// <summary>When a server that failed may be tried again: after 1, 2, 4 … seconds, at most a minute.</summary>
internal sealed class Backoff(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int _failures;
    private long _since;
    private TimeSpan _wait;

    /// <summary>The time that is left; zero when it may be tried now.</summary>
    public TimeSpan Left => _failures == 0 || time.GetElapsedTime(_since) >= _wait ? TimeSpan.Zero : _wait - time.GetElapsedTime(_since);

    /// <summary>It failed.</summary>
    public void Failed()
    {
        _failures++;
        _since = time.GetTimestamp();
        _wait = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(_failures - 1, 6)));
    }

    /// <summary>It works.</summary>
    public void Worked() => _failures = 0;
}
