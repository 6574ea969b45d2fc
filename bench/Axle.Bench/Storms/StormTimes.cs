using System.Collections.Concurrent;
using Axle.Models.Telemetry;

namespace Axle.Bench.Storms;

/// <summary>Where the time of calls went, other than into the attempt that answered.</summary>
internal sealed class StormTimes : IGatewayListener
{
    private readonly ConcurrentDictionary<string, double> _spent = new();

    /// <summary>Milliseconds of pauses and of waits for limits and breakers.</summary>
    public double Waited => _spent.Where(static s => s.Key.StartsWith("wait", StringComparison.Ordinal)).Sum(static s => s.Value);

    /// <summary>Milliseconds of attempts that failed.</summary>
    public double Failed => _spent.Where(static s => s.Key.StartsWith("fail", StringComparison.Ordinal)).Sum(static s => s.Value);

    /// <summary>Milliseconds by what they were for.</summary>
    public IEnumerable<KeyValuePair<string, double>> All => _spent.OrderByDescending(static s => s.Value);

    /// <summary>Adds a time.</summary>
    public void Add(string what, TimeSpan time) => _spent.AddOrUpdate(what, time.TotalMilliseconds, (_, sum) => sum + time.TotalMilliseconds);

    /// <inheritdoc/>
    public void Hear(GatewayEvent happened)
    {
        switch (happened)
        {
            case CallWaits waits:
                Add($"wait, {waits.Kind.ToName()}", waits.Until - waits.At);
                break;
            case AttemptFailed failed:
                Add($"fail, {failed.Kind.ToName()}", failed.Latency);
                break;
        }
    }
}
