using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Axle.Models.Telemetry;
using Microsoft.Extensions.Logging;

namespace Axle.Models.Tests.Secrets;

/// <summary>Hears everything that the gateway says to anybody: logs, events, spans, metrics; and keeps it as text.</summary>
internal sealed class Sinks : ILogger<ModelGateway>, IGatewayListener, IDisposable
{
    private readonly ConcurrentQueue<(string Sink, string Text)> _heard = new();
    private readonly ActivityListener _spans;
    private readonly MeterListener _meters = new();

    public Sinks()
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => Add("span", Describe(span)),
        };
        ActivitySource.AddActivityListener(_spans);
        _meters.InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add("metric", Describe(instrument, tags)));
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add("metric", Describe(instrument, tags)));
        _meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Add("metric", Describe(instrument, tags)));
        _meters.Start();
    }

    /// <summary>How much each sink heard.</summary>
    public IReadOnlyDictionary<string, int> Counts => _heard.GroupBy(static h => h.Sink).ToDictionary(static g => g.Key, static g => g.Count());

    public void Add(string sink, string? text) => _heard.Enqueue((sink, text ?? ""));

    /// <summary>What holds one of the words.</summary>
    public IReadOnlyList<string> Holding(params string[] words) =>
        [.. _heard.Where(h => words.Any(w => h.Text.Contains(w, StringComparison.OrdinalIgnoreCase))).Select(static h => $"{h.Sink}: {h.Text}").Distinct()];

    public void Hear(GatewayEvent happened) => Add("event", $"{happened} {JsonSerializer.Serialize<object>(happened)}");

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        Add("log", $"{formatter(state, exception)} {values} {exception}");
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Add("log", state.ToString());
        return null;
    }

    public void Dispose()
    {
        _spans.Dispose();
        _meters.Dispose();
    }

    private static string Describe(Activity span) => string.Join(' ',
    [
        span.DisplayName,
        span.StatusDescription ?? "",
        .. span.TagObjects.Select(static t => $"{t.Key}={Text(t.Value)}"),
        .. span.Baggage.Select(static b => $"{b.Key}={b.Value}"),
        .. span.Events.SelectMany(static e => e.Tags.Select(static t => $"{t.Key}={Text(t.Value)}").Prepend(e.Name)),
    ]);

    private static string Describe(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = instrument.Name;
        foreach (var (name, value) in tags)
            text += $" {name}={Text(value)}";
        return text;
    }

    private static string? Text(object? value) => value is System.Collections.IEnumerable and not string ? JsonSerializer.Serialize(value) : value?.ToString();
}
