using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>What a list is by its name. Null where the evidence holds no such list.</summary>
internal sealed class ListVocabulary(SubjectLists lists)
{
    public IReadOnlyList<Subject>? Find(string name, Subject subject)
    {
        var joined = Words.Join(name);
        var last = Words.Last(name);
        return (subject.IsWhole ? OfWhole(joined) ?? OfWhole(last) : OfSubject(joined, subject) ?? OfSubject(last, subject))?.ToList();
    }

    private IEnumerable<Subject>? OfWhole(string name) => name switch
    {
        "findings" or "issues" or "problems" or "violations" or "vulnerabilities" or "defects" or "smells" or "bugs" or "weaknesses" or
            "occurrences" or "evidence" or "examples" or "items" or "results" => lists.Findings(),
        "themes" or "patterns" or "categories" or "groups" or "rules" or "topics" or "observations" => lists.Themes(),
        "risks" or "concerns" or "threats" or "blockers" or "dangers" => lists.Risks(),
        "recommendations" or "actions" or "suggestions" or "remedies" or "fixes" or "nextsteps" or "steps" or "improvements" or "todo" or "tasks" or
            "priorities" or "plan" or "refactorings" or "mitigations" or "changes" => lists.Recommendations(),
        "milestones" or "phases" or "roadmap" or "iterations" or "stages" => lists.Milestones(),
        // A conclusion says what no finding says; to count findings once more under a new name would be none.
        "conclusions" or "insights" or "lessons" => [],
        "highlights" or "keypoints" or "points" or "bullets" => lists.Highlights(),
        "hotspots" or "modules" or "areas" or "places" or "directories" or "components" or "packages" => lists.Directories(),
        "files" or "locations" or "paths" => lists.Files(),
        "strengths" or "positives" or "healthy" or "good" => lists.Strengths(),
        "questions" or "openquestions" => lists.Questions(),
        "limitations" or "caveats" or "limits" or "notes" or "warnings" => lists.Limits(),
        "sections" or "chapters" or "parts" => lists.Sections(),
        "metrics" or "facts" or "numbers" or "measurements" or "statistics" or "stats" or "kpis" => lists.Numbers(),
        "tools" or "sources" => lists.Tools(),
        "upstream" or "agents" or "reviews" => lists.Upstream(),
        _ => null,
    };

    private static IEnumerable<Subject>? OfSubject(string name, Subject subject) => name switch
    {
        "evidence" or "findings" or "issues" or "locations" or "places" or "occurrences" or "examples" or "references" or "items" =>
            SubjectLists.OfFindings(subject.Findings),
        "files" or "paths" => SubjectLists.OfFindings(subject.Findings.DistinctBy(f => f.File)),
        "steps" or "actions" or "tasks" or "recommendations" or "remedies" or "fixes" or "work" when subject.Findings.Count > 0 =>
            SubjectLists.OfFindings(subject.Findings.Where(f => f.Remedy.Length > 0).DistinctBy(f => f.Rule)),
        "rules" or "tags" => SubjectLists.OfFindings(subject.Findings.DistinctBy(f => f.Rule)),
        _ => null,
    };
}
