using Axle.Models.Guarding;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads the <c>guardrails</c> section of the configuration file:
/// <code>
/// guardrails:
///   prompts: block               # what callers of the gateway write: off | warn | block
///   runs: warn                   # prompts of runs
///   results: warn                # what tools bring
///   operatingPoint: balanced     # strict | balanced | lenient
///   failClosed: true
///   pseudonyms: off              # what models see of personal data, see PseudonymSection
///   output: { secrets: warn }    # what models answer, see OutputSection
///   confidentiality: { "crm.*": confidential }   # who may see what tools bring
///   escalation: conversations    # when a session is handed to a person, see EscalationSection
/// </code>
/// </summary>
internal sealed class GuardrailsSection(SectionReader reader)
{
    private const string Section = "guardrails";
    private static readonly string[] Keys = ["prompts", "runs", "results", "operatingPoint", "failClosed", "output", "pseudonyms", "escalation", "confidentiality", "policyServer"];

    /// <summary>Reads the section; what is wrong is noted and its default kept.</summary>
    public static GuardrailOptions Read(YamlMappingNode root, ConfigurationFaults faults)
    {
        var reader = new SectionReader(faults);
        return ConfigurationFile.Section(root, Section) is { } node
            ? reader.ReadEach(new GuardrailOptions(), Section, node, new GuardrailsSection(reader).Apply)
            : new GuardrailOptions();
    }

    private GuardrailOptions Apply(GuardrailOptions options, string key, YamlNode node, ConfigurationPlace place)
    {
        var text = SectionReader.Text(node);
        return key switch
        {
            "pseudonyms" => options with { Pseudonyms = new PseudonymSection(reader).Read(options.Pseudonyms, $"{Section}.{key}", node, place) },
            "policyServer" => options with { PolicyServer = new PolicyServerSection(reader).Read($"{Section}.{key}", node, place) },
            "escalation" => options with { Escalation = new EscalationSection(reader).Read(options.Escalation, $"{Section}.{key}", node, place) },
            "confidentiality" => reader.ReadEach(options, $"{Section}.{key}", node, Secrecy),
            "output" => options with { Output = new OutputSection(reader).Read(options.Output, $"{Section}.{key}", node) },
            "prompts" => options with { Prompts = Mode(options.Prompts, text, place) },
            "runs" => options with { Runs = Mode(options.Runs, text, place) },
            "results" => options with { Results = Mode(options.Results, text, place) },
            "operatingPoint" => text is "strict" or "balanced" or "lenient"
                ? options with { OperatingPoint = text }
                : reader.Fault(options, place, "Must be strict, balanced or lenient."),
            "failClosed" => bool.TryParse(text, out var closed) ? options with { FailClosed = closed } : reader.Fault(options, place, SectionReader.TruthCure),
            _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
        };
    }

    private GuardrailOptions Secrecy(GuardrailOptions options, string pattern, YamlNode node, ConfigurationPlace place) => SectionReader.Text(node) switch
    {
        _ when pattern.Length is 0 or > 200 => reader.Fault(options, place, "Must be a tool or a pattern of tools, for example crm.*."),
        "open" => options with { Confidentiality = options.Confidentiality.SetItem(pattern, Confidentiality.Open) },
        "internal" => options with { Confidentiality = options.Confidentiality.SetItem(pattern, Confidentiality.Internal) },
        "confidential" => options with { Confidentiality = options.Confidentiality.SetItem(pattern, Confidentiality.Confidential) },
        _ => reader.Fault(options, place, "Must be open, internal or confidential."),
    };

    // YAML reads a bare "off" as a word here; "false" is what some editors make of it.
    private GuardMode Mode(GuardMode before, string text, ConfigurationPlace place) => text switch
    {
        "off" or "false" => GuardMode.Off,
        "warn" => GuardMode.Warn,
        "block" => GuardMode.Block,
        _ => reader.Fault(before, place, "Must be off, warn or block."),
    };
}
