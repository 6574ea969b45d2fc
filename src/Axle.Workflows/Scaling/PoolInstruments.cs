using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Axle.Workflows.Scaling;

/// <summary>Measurements of pools over all nodes, under the meter <c>Axle.Workflows</c>; attribute <c>axle.pool</c>. Every engine has them.</summary>
public static class PoolInstruments
{
    private static readonly Meter Meter = new("Axle.Workflows");
    private static ImmutableArray<PoolSize> _sizes = [];

    static PoolInstruments()
    {
        Add("axle.pool.workers", "{worker}", "Workers that live and take steps.", static s => s.Load.Workers);
        Add("axle.pool.workers.desired", "{worker}", "Workers that there should be.", static s => s.Workers);
        Add("axle.pool.slots", "{step}", "Steps that the workers can make at the same time.", static s => s.Load.Slots);
        Add("axle.pool.slots.desired", "{step}", "Steps that they should be able to make at the same time.", static s => s.Slots);
        Add("axle.pool.making", "{step}", "Steps that are being made.", static s => s.Load.Making);
        Add("axle.pool.waiting", "{step}", "Steps that are due and that nobody has begun.", static s => s.Load.Waiting);
        Add("axle.pool.arrivals", "{step}/s", "Steps that become due, a second.", static s => s.Load.ArrivalsPerSecond);
        Add("axle.pool.service", "s", "For how long a step holds its slot, on average.", static s => s.Load.ServiceSeconds ?? 0);
    }

    /// <summary>Shows how things stand.</summary>
    public static void Show(IReadOnlyList<PoolSize> sizes) => ImmutableInterlocked.InterlockedExchange(ref _sizes, [.. sizes]);

    private static void Add(string name, string unit, string description, Func<PoolSize, double> value) => Meter.CreateObservableGauge(
        name, () => _sizes.Select(s => new Measurement<double>(value(s), new KeyValuePair<string, object?>("axle.pool", s.Load.Pool))), unit, description);
}
