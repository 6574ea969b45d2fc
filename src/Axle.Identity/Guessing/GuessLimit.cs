namespace Axle.Identity.Guessing;

/// <summary>How many wrong tries are free, and how the waiting grows after them: one second, and twice as long with each.</summary>
/// <param name="Free">Tries that wait for nothing.</param>
/// <param name="Longest">The longest waiting.</param>
public sealed record GuessLimit(int Free, TimeSpan Longest)
{
    /// <summary>Waiting after so many tries in a row.</summary>
    public TimeSpan After(int tries)
    {
        if (tries <= Free)
            return TimeSpan.Zero;
        var seconds = Math.Pow(2, Math.Min(tries - Free - 1, 20));
        return seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);
    }
}
