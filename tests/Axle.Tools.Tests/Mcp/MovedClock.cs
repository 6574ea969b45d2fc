namespace Axle.Tools.Tests.Mcp;

/// <summary>A clock whose timestamps move when a test says so. Its timers are real: nothing here waits for one.</summary>
internal sealed class MovedClock : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
