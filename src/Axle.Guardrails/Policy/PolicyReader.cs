using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Axle.Guardrails.Policy;

/// <summary>Reads policy files. Every key is known or refused: a misspelled condition would let pass what it should stop.</summary>
public static class PolicyReader
{
    /// <summary>Longest file that is read, in characters.</summary>
    public const int MostCharacters = 1_000_000;

    private static readonly string[] PolicyKeys = ["policy", "version", "description", "mode", "default", "rules", "tests"];
    private static readonly string[] RuleKeys = ["id", "on", "when", "then", "reason", "change"];
    private static readonly string[] TestKeys = ["name", "call", "expect", "rule"];

    /// <summary>Reads a file.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="AxleException">It is no policy; the message says what, where and how to mend it.</exception>
    public static PolicyDocument Read(string text, string file)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters)
            throw new AxleException(ErrorKind.Validation, $"{file}: a policy file has at most {MostCharacters} characters.");
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1
                ? Document(new PolicyNode(stream.Documents[0].RootNode, file))
                : throw new AxleException(ErrorKind.Validation, $"{file}: a policy file holds one policy; this one holds {stream.Documents.Count}.");
        }
        catch (YamlException e)
        {
            throw new AxleException(ErrorKind.Validation, $"{file}({e.Start.Line}): {e.Message}", e);
        }
    }

    private static PolicyDocument Document(PolicyNode node)
    {
        node.OnlyKeys(PolicyKeys);
        var mode = node.Text("mode") ?? "enforce";
        if (mode is not ("enforce" or "shadow"))
            throw node.Fault($"mode is 'enforce' or 'shadow', not '{mode}'.");
        var @default = Verdict(node, node.Text("default") ?? "allow");
        if (@default is not (PolicyVerdict.Allow or PolicyVerdict.Deny))
            throw node.Fault("default is 'allow' or 'deny'.");
        var rules = node.Items("rules").Select(Rule).ToImmutableArray();
        if (rules.IsEmpty)
            throw node.Fault("a policy has at least one rule, under 'rules:'.");
        if (rules.GroupBy(static r => r.Id).FirstOrDefault(static g => g.Count() > 1) is { } twice)
            throw node.Fault($"two rules are called '{twice.Key}'.");
        return new PolicyDocument(
            node.Needed("policy"), node.Text("version") ?? "1", node.Text("description") ?? "", mode == "shadow", @default, rules, [.. node.Items("tests").Select(Test)]);
    }

    private static PolicyRule Rule(PolicyNode node)
    {
        node.OnlyKeys(RuleKeys);
        var verdict = Verdict(node, node.Needed("then"));
        var changes = node.Items("change").Select(Change).ToImmutableArray();
        if (verdict == PolicyVerdict.Transform == changes.IsEmpty)
            throw node.Fault("a rule with 'then: transform' says under 'change:' what is changed, and no other rule does.");
        return new PolicyRule(
            node.Needed("id"), [.. node.Texts("on").Select(on => Moment(node, on))],
            node.Child("when") is { } when ? PolicyConditions.Read(when) : new PolicyCondition(),
            verdict, node.Text("reason") ?? "", changes);
    }

    private static ArgumentChange Change(PolicyNode node)
    {
        node.OnlyKeys(["path", "do", "value"]);
        var kind = node.Needed("do");
        if (kind is not ("redact" or "limit" or "set" or "remove"))
            throw node.Fault($"'do' is redact, limit, set or remove, not '{kind}'.");
        if (kind == "limit" && !decimal.TryParse(node.Needed("value"), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            throw node.Fault("'value' of a limit is a number.");
        return new ArgumentChange(node.Needed("path"), kind, node.Text("value") ?? "");
    }

    private static PolicyTest Test(PolicyNode node)
    {
        node.OnlyKeys(TestKeys);
        var call = node.Child("call") ?? throw node.Fault("a test says under 'call:' what is about to happen.");
        return new PolicyTest(node.Needed("name"), PolicyConditions.Request(call), Verdict(node, node.Needed("expect")), node.Text("rule"));
    }

    private static PolicyVerdict Verdict(PolicyNode node, string text) => text switch
    {
        "allow" => PolicyVerdict.Allow,
        "deny" => PolicyVerdict.Deny,
        "ask" => PolicyVerdict.Ask,
        "transform" => PolicyVerdict.Transform,
        _ => throw node.Fault($"'{text}' is no verdict; say allow, deny, ask or transform."),
    };

    private static PolicyMoment Moment(PolicyNode node, string text) =>
        Enum.TryParse<PolicyMoment>(text, ignoreCase: true, out var moment) ? moment : throw node.Fault($"'on' is tool, model or approval, not '{text}'.");
}
