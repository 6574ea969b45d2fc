namespace Axle.Models.Wire;

/// <summary>
/// What one connection hears about its provider's limits, from answers and from errors. Every client of a provider that speaks over HTTP hands
/// its own out: <c>client.GetService&lt;RateLimitGauge&gt;()</c>. Safe for concurrent use.
/// </summary>
public sealed class RateLimitGauge
{
    private readonly Lock _gate = new();
    private volatile RateLimitReading? _latest;
    private Action<RateLimitReading>? _listeners;

    /// <summary>The reading that came last; null before the first answer that has one.</summary>
    public RateLimitReading? Latest => _latest;

    /// <summary>Has every reading told from now on, on the way of the call: the listener must return at once and not throw.</summary>
    public void Listen(Action<RateLimitReading> listener)
    {
        lock (_gate)
            _listeners += listener;
    }

    internal void Show(RateLimitReading? reading)
    {
        if (reading is null)
            return;
        _latest = reading;
        _listeners?.Invoke(reading);
    }
}
