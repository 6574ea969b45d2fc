using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Axle.Models.Telemetry;

/// <summary>Meters, after OpenTelemetry's conventions for generative AI.</summary>
internal static class ModelInstruments
{
    private static readonly Meter Meter = new(ModelSpans.SourceName);
    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "Time of one model call.");
    private static readonly Histogram<long> Tokens =
        Meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens of one model call.");

    public static void Record(string provider, string model, TimeSpan elapsed, ModelUsage? usage, ErrorKind? error)
    {
        var tags = new TagList { { ModelSpans.Operation, ModelSpans.Chat }, { ModelSpans.Provider, provider }, { ModelSpans.RequestModel, model } };
        if (usage is not null)
        {
            Tokens.Record(usage.InputTokens, [.. tags, new(ModelSpans.TokenType, "input")]);
            Tokens.Record(usage.OutputTokens, [.. tags, new(ModelSpans.TokenType, "output")]);
        }

        if (error is { } kind)
            tags.Add(ModelSpans.ErrorType, kind.ToName());
        Duration.Record(elapsed.TotalSeconds, tags);
    }
}
