using System.Text.Json;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>Chooses among the values of an <c>enum</c>.</summary>
internal sealed class ChoiceVocabulary(ReviewDigest digest, TextVocabulary texts)
{
    private static readonly string[] Good = ["approve", "approved", "pass", "passed", "ok", "good", "healthy", "success", "accept", "accepted", "ready", "green", "none", "excellent"];
    private static readonly string[] Middle = ["comment", "needs-work", "needswork", "warning", "warn", "fair", "acceptable", "moderate", "conditional", "yellow", "partial", "neutral", "average"];
    private static readonly string[] Bad = ["reject", "rejected", "request-changes", "requestchanges", "changes-requested", "fail", "failed", "bad", "poor", "critical", "block", "blocked", "red", "not-ready", "unhealthy"];
    private static readonly string[] Open = ["unknown", "undetermined", "not-applicable", "n/a", "na", "other", "unspecified", "unclear", "inconclusive"];
    private static readonly string[] JudgingNames = ["verdict", "status", "outcome", "decision", "result", "health", "assessment", "judgement", "rating", "conclusion", "quality"];

    public Filled Choose(string name, List<JsonElement> choices, Subject subject, bool allowsNull)
    {
        if (Known(name, choices, subject) is { } known)
            return new Filled(SchemaFiller.ToNode(known), IsKnown: true);
        if (choices.FirstOrDefault(c => c.ValueKind == JsonValueKind.Null) is { ValueKind: JsonValueKind.Null } && allowsNull)
            return new Filled(null, IsKnown: false);
        return new Filled(SchemaFiller.ToNode(Match(choices, Open) ?? choices[0]), IsKnown: false);
    }

    private JsonElement? Known(string name, List<JsonElement> choices, Subject subject)
    {
        if (choices.Count == 1)
            return choices[0];
        if (texts.Find(name, subject) is { Length: < 40 } text && Match(choices, [text]) is { } exact)
            return exact;
        if ((subject.IsWhole ? digest.Worst : subject.Severity) is { } severity && BySeverity(name, choices, severity) is { } bySeverity)
            return bySeverity;
        if (Words.Join(name) is "effort" or "size" or "cost" && subject.Findings.Count > 0)
            return Match(choices, EffortBy(subject.Findings.Count));
        return subject.IsWhole && digest.HasEvidence && JudgingNames.Contains(Words.Last(name), StringComparer.Ordinal)
            ? Match(choices, ByScore())
            : null;
    }

    // Other scales for the same thing: error and warning, blocker and minor, P1 to P4, must and should.
    private static JsonElement? BySeverity(string name, List<JsonElement> choices, FindingSeverity severity)
    {
        if (Words.Last(name) is not ("severity" or "priority" or "level" or "importance" or "urgency" or "risk" or "impact"))
            return null;
        string[] names = severity switch
        {
            FindingSeverity.Critical => ["critical", "blocker", "p0", "p1", "must", "urgent", "high", "error", "severe", "major"],
            FindingSeverity.High => ["high", "major", "p1", "must", "error", "important", "critical"],
            FindingSeverity.Medium => ["medium", "moderate", "p2", "should", "warning", "normal", "minor"],
            FindingSeverity.Low => ["low", "minor", "p3", "could", "note", "trivial", "warning"],
            _ => ["info", "note", "p4", "none", "trivial", "low", "could", "minor"],
        };
        return Match(choices, names);
    }

    // By the number of places alone: up to 3 are a matter of hours, up to 15 of days.
    private static string[] EffortBy(int places) => places switch
    {
        <= 3 => ["small", "low", "s", "hours"],
        <= 15 => ["medium", "m", "days"],
        _ => ["large", "high", "l", "weeks"],
    };

    private string[] ByScore() => digest.Worst switch
    {
        FindingSeverity.Critical or FindingSeverity.High => Bad,
        FindingSeverity.Medium => [.. Middle, .. Good],
        _ when digest.Score is null => Open,
        _ => Good,
    };

    private static JsonElement? Match(List<JsonElement> choices, string[] names)
    {
        foreach (var name in names)
        {
            foreach (var choice in choices)
            {
                if (choice.ValueKind == JsonValueKind.String && Words.Join(choice.GetString()!) is { Length: > 0 } word && word == Words.Join(name))
                    return choice;
            }
        }

        return null;
    }
}
