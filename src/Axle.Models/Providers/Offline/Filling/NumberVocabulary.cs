using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>What a number is by its name. Null where nothing in the evidence tells it.</summary>
internal sealed class NumberVocabulary(ReviewDigest digest)
{
    public double? Find(string name, Subject subject, SchemaShape shape)
    {
        var joined = Words.Join(name);
        var words = Words.Split(name);
        if (subject.IsWhole)
        {
            return digest.HasEvidence
                ? OfWhole(joined, shape) ?? OfSeverity(words) ?? (digest.Numbers.TryGetValue(joined, out var measured) ? measured : null)
                : null;
        }

        return OfSubject(joined, subject, shape) ?? (words.Count > 1 ? OfSubject(words[^1], subject, shape) : null);
    }

    private double? OfWhole(string name, SchemaShape shape) => name switch
    {
        // A score without anybody having looked would be invented.
        "score" or "healthscore" or "qualityscore" or "overallscore" or "health" or "rating" =>
            digest.Score is { } score ? Scale(score, 100, shape.Maximum) : null,
        "confidence" => digest.Findings.Count > 0 ? Scale(digest.Findings.Average(f => f.Confidence), 1, shape.Maximum) : null,
        "findings" or "findingcount" or "totalfindings" or "issues" or "issuecount" or "totalissues" or "total" or "count" => digest.Findings.Count,
        "fileswithfindings" or "affectedfiles" => digest.Files.Count,
        "rules" or "rulecount" => digest.Rules.Count,
        _ => null,
    };

    // "criticalCount", "highFindings", "mediumIssues" or just "critical".
    private double? OfSeverity(IReadOnlyList<string> words) =>
        words.Count is > 0 and <= 3 && Enum.TryParse<FindingSeverity>(words[0], ignoreCase: true, out var severity) && !char.IsDigit(words[0][0]) &&
        words.Skip(1).All(w => w is "count" or "findings" or "issues" or "severity" or "total")
            ? digest.Count(severity)
            : null;

    private static double? OfSubject(string name, Subject subject, SchemaShape shape) => name switch
    {
        "evidence" or "findings" or "references" or "finding" or "number" when subject.Findings.Count > 0 => subject.Findings[0].Number,
        "line" or "startline" or "linenumber" when subject.Findings.Count > 0 => subject.Findings[0].Line,
        "endline" when subject.Findings.Count > 0 => subject.Findings[0].EndLine,
        "count" or "occurrences" or "places" or "total" => subject.Value ?? subject.Findings.Count,
        "value" => subject.Value,
        "confidence" or "probability" or "likelihood" or "certainty" => subject.Confidence is { } c ? Scale(c, 1, shape.Maximum) : null,
        "severity" or "impact" or "risk" => subject.Severity is { } s ? Scale((int)s + 1, 5, shape.Maximum) : null,
        "priority" or "rank" or "order" or "position" or "index" or "step" => subject.Position,
        _ => null,
    };

    // Schemas write shares as 0..1 or 0..100 and scores as 0..10 or 0..100; the upper limit tells which.
    private static double Scale(double value, double top, double maximum) =>
        double.IsFinite(maximum) && maximum > 0 ? Math.Round(value / top * maximum, 3) : value;
}
