using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>What a text property is by its name. Null where nothing in the evidence tells it.</summary>
internal sealed class TextVocabulary(ReviewDigest digest, ReviewText text, SubjectLists lists, IReadOnlyCollection<string> couldNotTell)
{
    private static readonly string[] Neutral =
    [
        "overall", "executive", "short", "brief", "long", "full", "final", "general", "main", "top", "key", "biggest", "first", "primary", "review", "report",
        "code", "security", "quality", "architecture", "performance", "suggested", "recommended", "proposed", "technical", "detailed", "finding", "risk", "issue",
    ];

    /// <summary>The text for a property of a subject.</summary>
    public string? Find(string name, Subject subject)
    {
        var joined = Words.Join(name);
        var last = IsPlain(name) ? Words.Last(name) : "";
        var found = subject.IsWhole ? OfWhole(joined) ?? OfWhole(last) : OfSubject(joined, subject) ?? OfSubject(last, subject);
        return string.IsNullOrEmpty(found) ? null : found;
    }

    /// <summary>The text for an entry of a list of texts.</summary>
    public static string OfEntry(string listName, Subject subject) => Words.Last(listName) switch
    {
        "file" or "files" or "path" or "paths" or "location" or "locations" or "place" or "places" or "evidence" or "examples" or
            "occurrences" or "references" => Place(subject),
        "rules" or "ids" or "keys" or "tags" or "categories" => subject.Key.Length > 0 ? subject.Key : subject.Title,
        "modules" or "components" or "directories" or "areas" or "packages" => subject.Title,
        "steps" or "actions" or "remedies" or "fixes" or "tasks" or "work" when subject is { Findings.Count: 1, Remedy.Length: > 0 } =>
            $"{Place(subject)}: {Prose.Sentence(subject.Remedy)}",
        "highlights" or "points" or "bullets" or "limitations" or "limits" or "caveats" or "notes" or "questions" => subject.Text,
        _ => subject.Text.StartsWith(subject.Title, StringComparison.Ordinal) || subject.Key == "padding" ? subject.Text : $"{subject.Title}: {subject.Text}",
    };

    // "overallSummary" is a summary, but "ownerName" is not the name of the review.
    private static bool IsPlain(string name) => Words.Split(name).SkipLast(1).All(word => Neutral.Contains(word, StringComparer.Ordinal));

    private string? OfWhole(string name) => name switch
    {
        "summary" or "overview" or "executivesummary" or "abstract" or "conclusion" or "text" or "answer" or "analysis" or "assessment" or
            "description" or "response" or "result" or "message" or "explanation" or "review" or "findings" or "details" or "detail" => text.Summary(couldNotTell),
        "report" or "markdown" or "page" or "body" or "content" or "document" => text.Page(),
        "title" or "name" or "heading" or "headline" or "subject" => text.Title(),
        "verdict" or "judgement" or "judgment" or "outcome" or "recommendationsummary" or "status" => text.Verdict(),
        "grade" or "rating" or "mark" => digest.Grade,
        "severity" or "risklevel" or "worst" or "level" => digest.Worst is { } worst ? ReviewProse.Name(worst) : null,
        "risk" or "biggestrisk" or "toprisk" or "concern" or "problem" or "issue" => lists.Risks().FirstOrDefault() is { } risk ? $"{risk.Title}: {risk.Text}" : null,
        "recommendation" or "nextstep" or "action" or "remedy" or "suggestion" or "priority" or "plan" or "approach" or "strategy" =>
            string.Join(' ', lists.Recommendations().Take(3).Select(r => r.Text)),
        "why" or "rationale" or "reason" or "reasoning" or "justification" => text.Verdict(),
        "healthy" or "strength" or "strengths" => string.Join(' ', lists.Strengths().Select(s => s.Text)),
        "workspace" or "project" or "repository" => digest.Workspace,
        "agent" or "author" or "reviewer" => digest.Agent,
        "offline" or "disclaimer" or "limitation" or "caveat" or "note" or "notice" => OfflineNotice.Sentence,
        "provider" or "model" => "offline",
        "scoreexplanation" or "formula" => HealthScore.Explanation,
        _ => null,
    };

    private static string? OfSubject(string name, Subject subject) => name switch
    {
        "title" or "name" or "heading" or "headline" or "label" or "theme" or "topic" or "risk" or "what" or "area" or "section" => subject.Title,
        "description" or "summary" or "text" or "message" or "body" or "content" or "detail" or "details" or "explanation" or "finding" or "issue" or
            "problem" or "observation" or "evidence" or "note" or "question" or "markdown" or "statement" or "claim" => subject.Text,
        "why" or "rationale" or "reason" or "impact" or "consequence" or "justification" or "motivation" => subject.Why.Length > 0 ? Prose.Sentence(subject.Why) : null,
        "remedy" or "recommendation" or "fix" or "action" or "suggestion" or "mitigation" or "solution" or "step" or "todo" or "how" or "cure" =>
            subject.Remedy.Length > 0 ? Prose.Sentence(subject.Remedy) : null,
        "severity" or "level" or "importance" or "priority" or "urgency" or "risklevel" => subject.Severity is { } severity ? ReviewProse.Name(severity) : null,
        "likelihood" or "probability" or "certainty" or "confidence" => Confidence(subject),
        "file" or "path" or "filename" => subject.Path,
        "location" or "place" or "where" or "target" => Place(subject),
        "module" or "component" or "directory" or "package" => subject.Findings.Count > 0 ? subject.Findings[0].Directory : null,
        "rule" or "id" or "key" or "code" or "ruleid" => subject.Key,
        "category" or "kind" or "type" => subject.Key.Contains('.', StringComparison.Ordinal) ? subject.Key[..subject.Key.IndexOf('.', StringComparison.Ordinal)] : null,
        "language" => subject.Findings.Count > 0 ? subject.Findings[0].Language : null,
        "tool" or "source" or "agent" or "origin" => subject.Source,
        "done" or "acceptance" or "criterion" or "check" => subject.Done,
        "value" or "count" or "number" => subject.Value?.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Confidence(Subject subject) => subject.Confidence switch
    {
        null => null,
        >= 0.8 => "high",
        >= 0.5 => "medium",
        _ => "low",
    };

    private static string Place(Subject subject) =>
        subject.Findings.Count > 0 ? subject.Findings[0].Place : subject.Path.Length > 0 ? subject.Path : subject.Title;
}
