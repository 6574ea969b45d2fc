using System.Collections.Immutable;
using Axle.Models.Guarding.Output;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads <c>guardrails.output</c> of the configuration file:
/// <code>
/// guardrails:
///   output:
///     secrets: sanitise            # off | warn | sanitise | retry | person | block
///     links: { action: sanitise, hosts: [example.com] }
///     topics: { competitors: { words: [Globex, Initech], action: sanitise } }
///     groundedness: { action: person, least: 0.7, judge: openai/gpt-5-mini, timeout: 20s }
/// </code>
/// </summary>
internal sealed class OutputSection(SectionReader reader)
{
    private const string ActionCure = "Must be off, warn, sanitise, retry, person or block.";

    private static readonly string[] Keys =
        ["secrets", "personalData", "links", "topics", "financialAdvice", "medicalAdvice", "tone", "groundedness", "holdBack"];

    /// <summary>Applies the section.</summary>
    public OutputOptions Read(OutputOptions options, string path, YamlNode node) => reader.ReadEach(options, path, node, Apply);

    private OutputOptions Apply(OutputOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "secrets" => options with { Secrets = Action(options.Secrets, node, place) },
        "personalData" => options with { PersonalData = Action(options.PersonalData, node, place) },
        "financialAdvice" => options with { FinancialAdvice = Action(options.FinancialAdvice, node, place) },
        "medicalAdvice" => options with { MedicalAdvice = Action(options.MedicalAdvice, node, place) },
        "tone" => options with { Tone = Action(options.Tone, node, place) },
        "links" when node is YamlScalarNode => options with { Links = Action(options.Links, node, place) },
        "links" => reader.ReadEach(options, "guardrails.output.links", node, Links),
        "topics" => reader.ReadEach(options, "guardrails.output.topics", node, Topic),
        "groundedness" when node is YamlScalarNode => options with { Groundedness = Judged(options.Groundedness, node, place) },
        "groundedness" => reader.ReadEach(options, "guardrails.output.groundedness", node, Groundedness),
        "holdBack" => SectionReader.TryReadWhole(node, 50, 2000, out var characters)
            ? options with { HoldBack = characters }
            : reader.Fault(options, place, "Must be a whole number of characters from 50 to 2000."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    private OutputOptions Links(OutputOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "action" => options with { Links = Action(options.Links, node, place) },
        "hosts" => options with { LinkHosts = Words(node, place) },
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, ["action", "hosts"])),
    };

    private OutputOptions Topic(OutputOptions options, string name, YamlNode node, ConfigurationPlace place)
    {
        var topic = reader.ReadEach(new TopicOptions([], AnswerAction.Warn), $"guardrails.output.topics.{name}", node, (t, key, value, at) => key switch
        {
            "words" => t with { Words = Words(value, at) },
            "action" => t with { Action = Action(t.Action, value, at) },
            _ => reader.Fault(t, at, SectionReader.UnknownKey(key, ["words", "action"])),
        });
        return topic.Words.IsEmpty
            ? reader.Fault(options, place, "A topic has 'words', for example { words: [Globex], action: sanitise }.")
            : options with { Topics = options.Topics.SetItem(name, topic) };
    }

    private OutputOptions Groundedness(OutputOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "action" => options with { Groundedness = Judged(options.Groundedness, node, place) },
        "least" => SectionReader.TryReadNumber(node, 0, 1, out var least)
            ? options with { LeastGroundedness = least }
            : reader.Fault(options, place, "Must be a number from 0 to 1, for example 0.7."),
        "judge" => SectionReader.Text(node).Length is > 0 and <= 200
            ? options with { Judge = SectionReader.Text(node) }
            : reader.Fault(options, place, "Must be a model, or provider/model."),
        "timeout" => Durations.TryParse(SectionReader.Text(node), out var wait) && wait >= TimeSpan.FromSeconds(1) && wait <= TimeSpan.FromMinutes(5)
            ? options with { JudgeTimeout = wait }
            : reader.Fault(options, place, "Must be a duration from 1s to 5m, for example 20s."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, ["action", "least", "judge", "timeout"])),
    };

    private ImmutableArray<string> Words(YamlNode node, ConfigurationPlace place)
    {
        if (node is YamlSequenceNode { Children.Count: <= 2000 } list && list.Children.All(static c => SectionReader.Text(c).Trim().Length is > 0 and <= 200))
            return [.. list.Children.Select(static c => SectionReader.Text(c).Trim())];
        return reader.Fault(ImmutableArray<string>.Empty, place, "Must be a list of at most 2000 texts, for example [example.com].");
    }

    // What is not true of a whole answer cannot be cut out of it.
    private AnswerAction Judged(AnswerAction before, YamlNode node, ConfigurationPlace place) =>
        Action(before, node, place) is not AnswerAction.Sanitise and var action
            ? action
            : reader.Fault(before, place, "Must be off, warn, retry, person or block: what is made up cannot be taken out.");

    private AnswerAction Action(AnswerAction before, YamlNode node, ConfigurationPlace place) => SectionReader.Text(node) switch
    {
        "off" or "false" => AnswerAction.Off,
        "warn" => AnswerAction.Warn,
        "sanitise" or "sanitize" => AnswerAction.Sanitise,
        "retry" => AnswerAction.Retry,
        "person" => AnswerAction.Person,
        "block" => AnswerAction.Block,
        _ => reader.Fault(before, place, ActionCure),
    };
}
