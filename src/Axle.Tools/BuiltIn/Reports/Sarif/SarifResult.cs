using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Sarif;

/// <summary>One finding as a SARIF result.</summary>
internal static class SarifResult
{
    /// <summary>The name that stands for the root of the sources.</summary>
    public const string Root = "%SRCROOT%";

    /// <summary>The finding as a <c>result</c> object.</summary>
    public static JsonObject Of(ReportFinding item, SarifRules rules)
    {
        var finding = item.Finding;
        return new JsonObject
        {
            ["ruleId"] = finding.Rule,
            ["ruleIndex"] = rules.IndexOf(finding.Rule),
            ["level"] = SarifRules.Level(finding.Severity),
            ["message"] = SarifReport.Message(Text(finding)),
            ["locations"] = new JsonArray(Location(item)),
            ["partialFingerprints"] = new JsonObject { ["axleFinding/v1"] = item.Fingerprint },
            ["rank"] = Math.Round(Urgency.Weight(finding.Severity) * finding.Confidence, 2),
            ["properties"] = new JsonObject
            {
                ["severity"] = Wording.Name(finding.Severity),
                ["confidence"] = Math.Round(finding.Confidence, 3),
                ["agents"] = new JsonArray([.. item.Sources.Select(static s => (JsonNode)s.Agent).DistinctBy(static a => a.GetValue<string>())]),
                ["steps"] = new JsonArray([.. item.Sources.Select(static s => (JsonNode)s.Step).DistinctBy(static s => s.GetValue<string>())]),
            },
        };
    }

    /// <summary>
    /// Path as a relative URI reference: each segment percent-encoded (RFC 3986). A first segment with a colon would read as a scheme;
    /// encoding the colon prevents that.
    /// </summary>
    internal static string RelativeUri(string file) => string.Join('/', file.TrimStart('/').Split('/').Select(Uri.EscapeDataString));

    /// <summary>In SARIF, <c>[x](1)</c> in a plain message is a link and <c>{0}</c> a placeholder: brackets and braces of the text are
    /// escaped or doubled.</summary>
    private static string Text(Finding finding)
    {
        var text = finding.Remedy.Length > 0 ? $"{finding.Message} {finding.Remedy}" : finding.Message;
        return Wording.Plain(text)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal)
            .Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
    }

    private static JsonObject Location(ReportFinding item)
    {
        var region = new JsonObject { ["startLine"] = item.Finding.Line, ["endLine"] = item.Finding.EndLine };
        var line = item.Finding.Line - (item.Snippet?.StartLine ?? 0);
        if (item.Snippet is { } snippet && line >= 0 && line < snippet.Lines.Count && item.Finding.Line == item.Finding.EndLine)
            region["snippet"] = SarifReport.Message(snippet.Lines[line]);
        return new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = RelativeUri(item.Finding.File), ["uriBaseId"] = Root },
                ["region"] = region,
            },
        };
    }
}
