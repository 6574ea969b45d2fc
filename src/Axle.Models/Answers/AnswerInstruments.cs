using System.Diagnostics.Metrics;
using Axle.Models.Telemetry;

namespace Axle.Models.Answers;

/// <summary>How often answers match their schemas, under the meter of this room.</summary>
internal static class AnswerInstruments
{
    private static readonly Meter Meter = new(ModelSpans.SourceName);
    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(
        "axle.structured_answers", "{answer}", "Answers held to a schema, by outcome: matched, corrected, malformed.");

    public static void Matched(int corrections) => Add(corrections == 0 ? "matched" : "corrected");

    public static void GivenUp() => Add("malformed");

    private static void Add(string outcome) => Answers.Add(1, new KeyValuePair<string, object?>("axle.outcome", outcome));
}
