using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>
/// The findings as JSON for the page's script. Words that repeat (rules, files, why, what to do) stand once in a list and are named by
/// their number, so that thousands of findings stay small.
/// </summary>
internal static class FindingData
{
    /// <summary>Letters of all scripts stay readable; <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and quotes are written as <c>\u</c> numbers,
    /// so that nothing closes the script element.</summary>
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The JSON, safe inside a script element.</summary>
    public static Fragment Write(ReviewReport report, SourceLinks links)
    {
        var words = new Words();
        var findings = new JsonArray([.. report.Findings.Select(f => Row(f, words))]);
        var data = new JsonObject
        {
            ["root"] = links.PermanentRoot,
            ["words"] = words.ToJson(),
            ["findings"] = findings,
        };
        return new Fragment(data.ToJsonString(Compact));
    }

    /// <summary>Severity 0 to 4, confidence in percent, urgency, then words: rule, file, area, message, why, remedy, agents; line, last
    /// line, snippet.</summary>
    private static JsonArray Row(ReportFinding item, Words words)
    {
        var finding = item.Finding;
        var row = new JsonArray(
            (int)finding.Severity,
            (int)Math.Round(finding.Confidence * 100),
            Math.Round(Urgency.Weight(item), 1),
            words.Of(finding.Rule),
            words.Of(finding.File),
            words.Of(ChartsPart.AreaOf(item)),
            words.Of(finding.Message),
            words.Of(finding.Why),
            words.Of(finding.Remedy),
            new JsonArray([.. item.Sources.Select(static s => s.Agent).Distinct().Select(a => (JsonNode)words.Of(a))]),
            finding.Line,
            finding.EndLine);
        if (item.Snippet is { } snippet)
            row.Add((JsonNode)new JsonArray([snippet.StartLine, .. snippet.Lines.Select(static l => (JsonNode)Wording.Plain(l))]));
        return row;
    }

    /// <summary>A list in which each text stands once.</summary>
    private sealed class Words
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public int Of(string text)
        {
            var plain = Wording.Plain(text);
            if (!_numbers.TryGetValue(plain, out var number))
                _numbers[plain] = number = _numbers.Count;
            return number;
        }

        public JsonArray ToJson() => new([.. _numbers.OrderBy(static n => n.Value).Select(static n => (JsonNode)n.Key)]);
    }
}
