namespace Axle.Models.Routing;

/// <summary>
/// How many more rounds calls may begin after everybody failed them. Every call earns a part of one: where all attempts of all calls fail, as when the
/// network is down or this machine is too busy to read answers, calls end after one round instead of multiplying the load (the retry budget of
/// "Site Reliability Engineering", 2016, chapter 21). Safe for concurrent use.
/// </summary>
internal sealed class RetryAllowance
{
    /// <summary>Rounds that a call earns for all, in hundredths: what two retries need where one provider alone is asked and fails every second time.</summary>
    private const long Earned = 75;

    private const long OneRound = 100;
    private const long Most = 100 * OneRound;
    private long _left = Most;

    /// <summary>A call begins.</summary>
    public void Earn()
    {
        if (Volatile.Read(ref _left) < Most)
            Interlocked.Add(ref _left, Earned);
    }

    /// <summary>Takes another round; false when too many were taken lately.</summary>
    public bool TryTake()
    {
        if (Interlocked.Add(ref _left, -OneRound) >= 0)
            return true;
        Interlocked.Add(ref _left, OneRound);
        return false;
    }
}
