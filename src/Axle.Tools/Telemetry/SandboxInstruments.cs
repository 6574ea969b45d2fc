using System.Diagnostics.Metrics;
using Axle.Tools.Sandbox;

namespace Axle.Tools.Telemetry;

/// <summary>Measurements of the sandbox, under the meter <c>Axle.Tools</c>.</summary>
internal static class SandboxInstruments
{
    private static readonly Meter Meter = new("Axle.Tools");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("axle.sandbox.duration", "s", "How long programs ran in the sandbox, by language and end.");

    public static void Ran(SandboxLanguage language, string end, TimeSpan took) => Duration.Record(
        took.TotalSeconds, new KeyValuePair<string, object?>("axle.language", language.ToString().ToLowerInvariant()), new KeyValuePair<string, object?>("axle.end", end));
}
