namespace Axle.Models.Limits;

/// <summary>
/// Counts what was used in the last sixty seconds, in slots of one second: in no sixty seconds is more used than the limit. What is used is
/// noted before it is known exactly and corrected afterwards. Not safe for concurrent use.
/// </summary>
internal sealed class MinuteWindow(long limit)
{
    // One more than the minute: what was used at the end of a second must be out of every sixty seconds, not only of sixty ends.
    private const int Slots = 61;
    private readonly long[] _used = new long[Slots];
    private long _second;
    private long _sum;

    /// <summary>What may be used in a minute.</summary>
    public long Limit => limit;

    /// <summary>What is left now.</summary>
    public long Left(DateTimeOffset now) => Math.Max(0, limit - Used(now));

    /// <summary>What was used in the last minute.</summary>
    public long Used(DateTimeOffset now)
    {
        Advance(now);
        return _sum;
    }

    /// <summary>When all of the limit is there again, if nothing more is used; now when it is.</summary>
    public DateTimeOffset FullAt(DateTimeOffset now)
    {
        Advance(now);
        for (var age = 0; age < Slots; age++)
        {
            if (_used[Slot(_second - age)] > 0)
                return DateTimeOffset.FromUnixTimeSeconds(_second - age + Slots);
        }

        return now;
    }

    /// <summary>How long until so much may be used; zero for at once. More than the limit waits for an empty window.</summary>
    public TimeSpan WaitFor(long amount, DateTimeOffset now)
    {
        Advance(now);
        var sum = _sum;
        var wanted = Math.Min(amount, limit);
        for (var age = Slots - 1; age >= 0 && sum + wanted > limit; age--)
        {
            sum -= _used[Slot(_second - age)];
            if (sum + wanted <= limit)
                return DateTimeOffset.FromUnixTimeSeconds(_second - age + Slots) - now;
        }

        return TimeSpan.Zero;
    }

    /// <summary>Notes a use; the result names its slot for <see cref="Correct"/>.</summary>
    public long Use(long amount, DateTimeOffset now)
    {
        Advance(now);
        _used[Slot(_second)] += amount;
        _sum += amount;
        return _second;
    }

    /// <summary>Changes a use that turned out larger or smaller, unless it is over a minute old.</summary>
    public void Correct(long second, long difference, DateTimeOffset now)
    {
        Advance(now);
        if (_second - second >= Slots)
            return;
        _used[Slot(second)] += difference;
        _sum += difference;
    }

    private void Advance(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        for (var passed = Math.Min(second - _second, Slots); passed > 0; passed--)
        {
            _second++;
            ref var slot = ref _used[Slot(second - passed + 1)];
            _sum -= slot;
            slot = 0;
        }

        _second = Math.Max(second, _second);
    }

    private static long Slot(long second) => ((second % Slots) + Slots) % Slots;
}
