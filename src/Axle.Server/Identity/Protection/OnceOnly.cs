namespace Axle.Server.Identity.Protection;

/// <summary>What a first request leaves for the one that follows it: each good once, and for a time. Bounded, since anybody may begin.</summary>
/// <param name="time">The clock.</param>
/// <param name="patience">How long the second request may take.</param>
internal sealed class OnceOnly<T>(TimeProvider time, TimeSpan patience)
    where T : class
{
    private const int Most = 1_000;

    /// <summary>Most of one network: with more, its own oldest are dropped, and nobody else's.</summary>
    private const int MostOfOne = 20;

    private readonly Dictionary<string, (T Kept, string From, DateTimeOffset EndsAt)> _underWay = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Keeps something.</summary>
    /// <param name="name">What the second request names; nobody guesses it.</param>
    /// <param name="kept">What is kept.</param>
    /// <param name="from">The network, or the user, that begins.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.RateLimited"/>: too many are under way.</exception>
    public void Keep(string name, T kept, string from)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            foreach (var (old, _) in _underWay.Where(w => w.Value.EndsAt <= now).ToList())
                _underWay.Remove(old);
            if (_underWay.Where(w => w.Value.From == from).ToList() is { Count: >= MostOfOne } theirs)
                _underWay.Remove(theirs.MinBy(static w => w.Value.EndsAt).Key);
            if (_underWay.Count >= Most)
                throw new AxleException(new AxleError(ErrorKind.RateLimited, "Too many people sign in at this moment. Try again in a few minutes.", TimeSpan.FromMinutes(1)));
            _underWay[name] = (kept, from, now + patience);
        }
    }

    /// <summary>Takes what was kept; null when there is none of that name, it was taken, or took too long.</summary>
    public T? Take(string? name)
    {
        lock (_lock)
            return _underWay.Remove(name ?? "", out var found) && found.EndsAt > time.GetUtcNow() ? found.Kept : null;
    }
}
