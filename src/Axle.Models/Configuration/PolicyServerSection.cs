using Axle.Models.Guarding;
using YamlDotNet.RepresentationModel;

namespace Axle.Models.Configuration;

/// <summary>
/// Reads <c>guardrails.policyServer</c> of the configuration file:
/// <code>
/// policyServer: { url: "http://127.0.0.1:8181", path: axle/decision, timeout: 2s, whenUnreachable: deny, key: OPA_TOKEN }
/// </code>
/// </summary>
internal sealed class PolicyServerSection(SectionReader reader)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:8181/");
    private static readonly string[] Keys = ["url", "path", "timeout", "whenUnreachable", "key"];

    /// <summary>Reads the section; null when it names no address.</summary>
    public PolicyServerOptions? Read(string path, YamlNode node, ConfigurationPlace place)
    {
        var read = reader.ReadEach(new PolicyServerOptions(Nowhere), path, node, Apply);
        return ReferenceEquals(read.Url, Nowhere)
            ? reader.Fault<PolicyServerOptions?>(null, place, "A policy server has a 'url', for example http://127.0.0.1:8181.")
            : read;
    }

    private PolicyServerOptions Apply(PolicyServerOptions options, string key, YamlNode node, ConfigurationPlace place)
    {
        var text = SectionReader.Text(node);
        return key switch
        {
            "url" => Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? options with { Url = url }
                : reader.Fault(options, place, "Must be an address, for example http://127.0.0.1:8181."),
            "path" => text.Trim('/') is { Length: > 0 and <= 200 } rule
                ? options with { Path = rule }
                : reader.Fault(options, place, "Must be the path of a rule, for example axle/decision."),
            "timeout" => Durations.TryParse(text, out var wait) && wait >= TimeSpan.FromMilliseconds(100) && wait <= TimeSpan.FromSeconds(30)
                ? options with { Timeout = wait }
                : reader.Fault(options, place, "Must be a duration from 100ms to 30s, for example 2s."),
            "whenUnreachable" => text is "deny" or "allow"
                ? options with { AllowsWhenUnreachable = text == "allow" }
                : reader.Fault(options, place, "Must be deny or allow."),
            "key" => text.Length is > 0 and <= 200
                ? options with { KeyVariable = text }
                : reader.Fault(options, place, "Must be the name of an environment variable with the token."),
            _ => reader.Fault(options, place, SectionReader.UnknownKey(key, Keys)),
        };
    }
}
