using System.Collections.Immutable;
using Axle.Models.Guarding;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads <c>guardrails.pseudonyms</c> of the configuration file: <c>on</c>, <c>off</c>, or
/// <code>
/// pseudonyms: { types: [PERSON, EMAIL_ADDRESS], allowed: [Acme], restoreFor: ["*"] }
/// </code>
/// </summary>
internal sealed class PseudonymSection(SectionReader reader)
{
    private static readonly string[] Keys = ["enabled", "types", "allowed", "restoreFor"];

    /// <summary>Applies the section.</summary>
    public PseudonymOptions Read(PseudonymOptions options, string path, YamlNode node, ConfigurationPlace place) => node switch
    {
        YamlMappingNode => reader.ReadEach(options with { Enabled = true }, path, node, Apply),
        _ when SectionReader.Text(node) is "on" or "true" => options with { Enabled = true },
        _ when SectionReader.Text(node) is "off" or "false" => options with { Enabled = false },
        _ => reader.Fault(options, place, "Must be on, off or a mapping, for example { types: [PERSON, EMAIL_ADDRESS] }."),
    };

    private PseudonymOptions Apply(PseudonymOptions options, string key, YamlNode node, ConfigurationPlace place) => key switch
    {
        "enabled" => bool.TryParse(SectionReader.Text(node), out var enabled)
            ? options with { Enabled = enabled }
            : reader.Fault(options, place, SectionReader.TruthCure),
        "types" => Texts(node) is { IsEmpty: false } types
            ? options with { Types = types }
            : reader.Fault(options, place, "Must be a list of types, for example [PERSON, EMAIL_ADDRESS]; 'ax guard pii' shows their names."),
        "allowed" => Texts(node) is { } allowed ? options with { Allowed = allowed } : reader.Fault(options, place, "Must be a list of texts."),
        "restoreFor" => Texts(node) is { } who
            ? options with { RestoreFor = who }
            : reader.Fault(options, place, "Must be a list of users or tenant/user, for example [\"acme/*\"]; an empty one is nobody."),
        _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
    };

    private static ImmutableArray<string>? Texts(YamlNode node) => node is YamlSequenceNode { Children.Count: <= 1000 } list
        && list.Children.All(static c => SectionReader.Text(c).Trim().Length is > 0 and <= 200)
            ? [.. list.Children.Select(static c => SectionReader.Text(c).Trim())]
            : null;
}
