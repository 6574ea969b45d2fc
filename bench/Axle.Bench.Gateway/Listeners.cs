using System.Diagnostics;
using System.Diagnostics.Metrics;
using Axle.Models.Telemetry;

namespace Axle.Bench.Gateway;

/// <summary>Hears every event, span and measurement, as an exporter of telemetry would.</summary>
internal sealed class Listeners : IGatewayListener, IDisposable
{
    private const string Ours = "Axle.";
    private readonly ActivityListener _spans = new()
    {
        ShouldListenTo = static source => source.Name.StartsWith(Ours, StringComparison.Ordinal),
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };
    private readonly MeterListener _measurements = new();
    private double _sum;
    private long _events;

    public Listeners()
    {
        _spans.ActivityStopped = _ => Interlocked.Increment(ref _events);
        ActivitySource.AddActivityListener(_spans);
        _measurements.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal))
                listener.EnableMeasurementEvents(instrument);
        };
        _measurements.SetMeasurementEventCallback<double>((_, value, _, _) => _sum += value);
        _measurements.SetMeasurementEventCallback<long>((_, value, _, _) => _sum += value);
        _measurements.SetMeasurementEventCallback<int>((_, value, _, _) => _sum += value);
        _measurements.Start();
    }

    public void Hear(GatewayEvent happened) => Interlocked.Increment(ref _events);

    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }
}
