using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Tools.BuiltIn.Reports.Markdown;
using Axle.Tools.BuiltIn.Reports.Model;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Reports.Sarif;

/// <summary>The rules behind a report's findings, each once, in the order of their ids.</summary>
internal sealed class SarifRules
{
    private readonly IReadOnlyList<ReportFinding> _examples;
    private readonly Dictionary<string, int> _indices;

    private SarifRules(IReadOnlyList<ReportFinding> examples)
    {
        _examples = examples;
        _indices = examples.Select(static (e, i) => (e.Finding.Rule, i)).ToDictionary();
    }

    /// <summary>Collects the rules; a rule speaks with the words and the severity of its most severe finding.</summary>
    public static SarifRules Of(IReadOnlyList<ReportFinding> findings) =>
        new([.. findings.GroupBy(static f => f.Finding.Rule).OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(static g => g.MaxBy(static f => (f.Finding.Severity, f.Finding.Confidence))!)]);

    /// <summary>Where a rule stands in the list.</summary>
    public int IndexOf(string rule) => _indices[rule];

    /// <summary>The list as <c>reportingDescriptor</c> objects.</summary>
    public JsonArray ToJson() => new([.. _examples.Select(static e => Describe(e))]);

    /// <summary>SARIF's level of a severity.</summary>
    public static string Level(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "error",
        Severity.Medium => "warning",
        _ => "note",
    };

    private static JsonObject Describe(ReportFinding example)
    {
        var finding = example.Finding;
        var title = Wording.RuleTitle(finding.Rule);
        var properties = new JsonObject { ["tags"] = new JsonArray([.. Tags(example)]), ["precision"] = Precision(finding.Confidence) };
        if (IsSecurity(example))
            properties["security-severity"] = SecuritySeverity(finding.Severity).ToString("0.0", CultureInfo.InvariantCulture);
        else
            properties["problem.severity"] = Level(finding.Severity) switch { "note" => "recommendation", var level => level };
        return new JsonObject
        {
            ["id"] = finding.Rule,
            ["name"] = string.Concat(title.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries).Select(static w => char.ToUpperInvariant(w[0]) + w[1..])),
            ["shortDescription"] = SarifReport.Message(title),
            ["fullDescription"] = SarifReport.Message(finding.Why.Length > 0 ? finding.Why : title),
            ["help"] = new JsonObject
            {
                ["text"] = $"{finding.Why}\n\n{finding.Remedy}".Trim() is { Length: > 0 } help ? help : title,
                ["markdown"] = Help(title, finding),
            },
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(finding.Severity) },
            ["properties"] = properties,
        };
    }

    private static string Help(string title, Finding finding)
    {
        var why = finding.Why.Length > 0 ? $"\n\n**Why.** {MarkdownText.Escape(finding.Why)}" : "";
        var remedy = finding.Remedy.Length > 0 ? $"\n\n**What to do.** {MarkdownText.Escape(finding.Remedy)}" : "";
        return $"## {MarkdownText.Escape(title)}{why}{remedy}";
    }

    private static IEnumerable<JsonNode> Tags(ReportFinding example)
    {
        yield return IsSecurity(example) ? "security" : "maintainability";
        if (example.Finding.Rule.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
            yield return example.Finding.Rule[..dot];
        if (example.Finding.Language is { } language)
            yield return language;
    }

    private static bool IsSecurity(ReportFinding example) =>
        example.Finding.Rule.StartsWith("sec.", StringComparison.Ordinal)
        || example.Finding.Rule.StartsWith("cfg.", StringComparison.Ordinal)
        || example.Sources.Any(static s => s.Tool?.StartsWith("security.", StringComparison.Ordinal) == true);

    /// <summary>A number in the bands that code hosts use (CVSS: over 9 critical, 7 to 8.9 high, 4 to 6.9 medium, below low).</summary>
    private static double SecuritySeverity(Severity severity) => severity switch
    {
        Severity.Critical => 9.5,
        Severity.High => 8.0,
        Severity.Medium => 5.5,
        Severity.Low => 2.5,
        _ => 0.5,
    };

    private static string Precision(double confidence) => confidence switch
    {
        >= 0.9 => "very-high",
        >= 0.75 => "high",
        >= 0.5 => "medium",
        _ => "low",
    };
}
