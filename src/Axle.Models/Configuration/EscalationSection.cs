using Axle.Models.Guarding;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads <c>guardrails.escalation</c>: <c>off</c>, <c>conversations</c>, <c>runs</c>, or
/// <code>
/// escalation: { for: runs, failures: 3, confidence: 0.5, usd: 5, assignees: [ops], wait: 48h }
/// </code>
/// </summary>
internal sealed class EscalationSection(SectionReader reader)
{
    private static readonly string[] Keys = ["for", "failures", "confidence", "usd", "assignees", "wait"];

    /// <summary>Applies the section.</summary>
    public EscalationOptions Read(EscalationOptions options, string path, YamlNode node, ConfigurationPlace place) =>
        node is YamlMappingNode ? reader.ReadEach(options, path, node, Apply) : options with { For = Scope(options.For, node, place) };

    private EscalationOptions Apply(EscalationOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "for" => options with { For = Scope(options.For, node, place) },
        "failures" => SectionReader.TryReadWhole(node, 1, 100, out var failures)
            ? options with { Failures = failures }
            : reader.Fault(options, place, "Must be a whole number of failures from 1 to 100."),
        "confidence" => SectionReader.TryReadNumber(node, 0, 1, out var confidence)
            ? options with { Confidence = confidence }
            : reader.Fault(options, place, "Must be a number from 0 to 1, for example 0.5."),
        "usd" => SectionReader.TryReadNumber(node, 0.01, 1_000_000, out var usd)
            ? options with { Usd = (decimal)usd }
            : reader.Fault(options, place, "Must be a number of US dollars from 0.01 to 1000000, for example 5."),
        "assignees" => node is YamlSequenceNode { Children.Count: <= 100 } list && list.Children.All(static c => SectionReader.Text(c).Trim().Length is > 0 and <= 200)
            ? options with { Assignees = [.. list.Children.Select(static c => SectionReader.Text(c).Trim())] }
            : reader.Fault(options, place, "Must be a list of at most 100 names, for example [ops]."),
        "wait" => Durations.TryParse(SectionReader.Text(node), out var wait) && wait >= TimeSpan.FromMinutes(1) && wait <= TimeSpan.FromDays(30)
            ? options with { Wait = wait }
            : reader.Fault(options, place, "Must be a duration from 1m to 720h, for example 48h."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    private EscalationScope Scope(EscalationScope before, YamlNode node, ConfigurationPlace place) => SectionReader.Text(node) switch
    {
        "off" or "false" => EscalationScope.Off,
        "conversations" => EscalationScope.Conversations,
        "runs" => EscalationScope.Runs,
        _ => reader.Fault(before, place, "Must be off, conversations or runs."),
    };
}
