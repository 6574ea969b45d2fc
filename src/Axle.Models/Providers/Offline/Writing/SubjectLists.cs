using System.Globalization;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;

namespace Axle.Models.Providers.Offline.Writing;

/// <summary>The lists that answers ask for, each as subjects in order of weight.</summary>
internal sealed class SubjectLists(ReviewDigest digest, ReviewProse prose)
{
    private const int MostFindings = 50;
    private const int MostOther = 12;
    private const int LongestTitle = 100;

    public IEnumerable<Subject> Findings() => Number(OfFindings(digest.Findings).Take(MostFindings));

    public static IEnumerable<Subject> OfFindings(IEnumerable<EvidenceFinding> findings) => findings.Select(f =>
        new Subject($"{Prose.Capital(f.Title)} in {f.Place}", Prose.Sentence(f.Message))
        {
            Why = f.Why,
            Remedy = f.Remedy,
            Severity = f.Severity,
            Confidence = f.Confidence,
            Findings = [f],
            Key = f.Rule,
            Path = f.File,
            Source = f.Source,
        });

    /// <summary>What keeps coming back: the rules.</summary>
    public IEnumerable<Subject> Themes() => Number(digest.Rules.Take(MostOther).Select(r => OfRule(r, RuleText(r))));

    /// <summary>The rules that matter: medium and above; all of them when none is.</summary>
    public IEnumerable<Subject> Risks()
    {
        var serious = digest.Rules.Where(r => r.Severity >= FindingSeverity.Medium).ToList();
        var shown = serious.Count > 0 ? serious : [.. digest.Rules];
        return Number(shown.Take(MostOther).Select(r => OfRule(r, $"{RuleText(r)}{(r.Top.Why.Length > 0 ? " " + Prose.Sentence(r.Top.Why) : "")}")));
    }

    /// <summary>The remedies of the rules, heaviest rule first.</summary>
    public IEnumerable<Subject> Recommendations() =>
        Number(digest.Rules.Where(r => r.Top.Remedy.Length > 0).Take(MostOther).Select(OfRemedy));

    // A short remedy is a title; a long one is told in the text, under a title that names the rule.
    private static Subject OfRemedy(RuleGroup rule)
    {
        var places = $"{Prose.Capital(rule.Title)} ({ReviewProse.Name(rule.Severity)}, {Prose.Count(rule.Findings.Count, "place")}): begin at {ReviewProse.Places(rule.Findings)}.";
        var why = rule.Top.Why.Length > 0 ? " " + Prose.Sentence(rule.Top.Why) : "";
        return rule.Top.Remedy.Length <= LongestTitle
            ? OfRule(rule, places + why) with { Title = Prose.Clause(rule.Top.Remedy) }
            : OfRule(rule, $"{Prose.Sentence(rule.Top.Remedy)} {places}{why}") with { Title = $"Mend {rule.Title}" };
    }

    /// <summary>The work in order: one milestone a severity, worst first.</summary>
    public IEnumerable<Subject> Milestones() => Number(digest.Rules
        .Where(r => r.Top.Remedy.Length > 0)
        .GroupBy(r => r.Severity)
        .OrderByDescending(g => g.Key)
        .Select(g => OfMilestone(g.Key, [.. g])));

    private static Subject OfMilestone(FindingSeverity severity, List<RuleGroup> rules) => new(
        $"Nothing {ReviewProse.Name(severity)} is left",
        $"Mend {Prose.List([.. rules.Take(4).Select(r => $"{r.Title} ({Prose.Count(r.Findings.Count, "place")})")])}"
        + $"{(rules.Count > 4 ? $" and {rules.Count - 4} more rules" : "")}. Begin at {rules[0].Top.Place}.")
    {
        Why = $"It is the {(severity == FindingSeverity.Info ? "lightest" : "heaviest")} work that is left at this point.",
        Remedy = rules[0].Top.Remedy,
        Severity = severity,
        Findings = [.. rules.SelectMany(r => r.Findings).Order(Comparer<EvidenceFinding>.Create(EvidenceFinding.Compare))],
        Key = ReviewProse.Name(severity),
        Path = rules[0].Top.File,
        Value = rules.Sum(r => r.Findings.Count),
        Done = $"The next run reports no {ReviewProse.Name(severity)} finding.",
    };

    /// <summary>A few sentences to read first.</summary>
    public IEnumerable<Subject> Highlights() =>
        Number(new[] { prose.Headline(), prose.BiggestRisks(), prose.Concentration(), prose.FirstSteps(), prose.Healthy() }
        .Where(text => text.Length > 0)
        .Select(text => new Subject(Prose.FirstSentence(text), text) { Key = "highlight", Findings = digest.Findings }));

    public IEnumerable<Subject> Directories() => Number(digest.Directories.Take(MostOther).Select(p => OfPlace(p, ReviewProse.DirectoryName(p.Path))));

    public IEnumerable<Subject> Files() => Number(digest.Files.Take(MostOther).Select(p => OfPlace(p, p.Path)));

    public IEnumerable<Subject> Tools() => Number(digest.Tools.Take(MostOther).Select(OfSource));

    public IEnumerable<Subject> Upstream() => Number(digest.Upstream.Take(MostOther).Select(OfSource));

    public IEnumerable<Subject> Strengths()
    {
        var clean = digest.Tools.Where(t => t is { Findings: 0, HasLooked: true }).Select(t =>
            new Subject($"{t.Name} reported nothing", t.Summary.Length > 0 ? $"{t.Name}: {Prose.Sentence(t.Summary)}" : $"{t.Name} looked and reported nothing.") { Key = t.Name, Source = t.Name });
        IEnumerable<Subject> calm = digest.Findings.Count > 0 && digest.Worst < FindingSeverity.High
            ? [new Subject("Nothing critical or high", "None of the findings is critical or high.") { Key = "severity" }]
            : [];
        return Number(clean.Concat(calm).Take(MostOther));
    }

    /// <summary>What a person should decide, because a tool cannot.</summary>
    public IEnumerable<Subject> Questions() => Number(digest.Rules.Where(r => r.Severity >= FindingSeverity.Medium).Take(5).Select(r =>
        OfRule(r, $"Is {r.Title} at {r.Top.Place} intended? The tool says: {Prose.Sentence(r.Top.Message)}")));

    public IEnumerable<Subject> Limits() => Number(prose.Limits().Append(OfflineNotice.Sentence).Select(text => new Subject("Limit of this review", text) { Key = "limit" }));

    public IEnumerable<Subject> Numbers() => Number(Counts().Concat(digest.NamedNumbers.Take(40).Select(n => OfNumber(n.Path, n.Value))));

    public IEnumerable<Subject> Sections()
    {
        (string Title, string Text)[] sections =
        [
            ("Overview", prose.Headline()),
            ("Biggest risks", Bullets(Risks().Take(5))),
            ("Where the weight lies", prose.Concentration()),
            ("What to do first", Bullets(Recommendations().Take(5))),
            ("What looks healthy", prose.Healthy()),
            ("What the tools measured", prose.Measured(most: 12)),
            ("What earlier steps said", prose.EarlierSteps(most: 12)),
            ("How the score is made", digest is { Findings.Count: > 0, Score: not null } ? HealthScore.Explanation : ""),
            ("Limits of this review", string.Join(' ', prose.Limits().Append(OfflineNotice.Sentence))),
        ];
        return Number(sections.Where(s => s.Text.Length > 0)
            .Select(s => new Subject(s.Title, s.Text) { Key = s.Title.Replace(' ', '-').ToLowerInvariant(), Findings = digest.Findings }));
    }

    private IEnumerable<Subject> Counts() =>
    [
        OfNumber("findings", digest.Findings.Count),
        OfNumber("filesWithFindings", digest.Files.Count),
        .. digest.Score is { } score ? [OfNumber("score", score)] : Array.Empty<Subject>(),
        .. Enum.GetValues<FindingSeverity>().Reverse().Select(s => OfNumber($"{ReviewProse.Name(s)}Findings", digest.Count(s))),
    ];

    private static string Bullets(IEnumerable<Subject> subjects) => string.Join('\n', subjects.Select(s => $"- **{s.Title}**: {s.Text}"));

    private static string RuleText(RuleGroup rule) =>
        $"{Prose.Count(rule.Findings.Count, "place")} in {Prose.Count(rule.Files, "file")} ({ReviewProse.Places(rule.Findings)}). "
        + $"{(rule.Findings.Count > 1 ? "For example: " : "")}{Prose.Sentence(rule.Top.Message)}";

    private static Subject OfRule(RuleGroup rule, string text) => new(Prose.Capital(rule.Title), text)
    {
        Why = rule.Top.Why,
        Remedy = rule.Top.Remedy,
        Severity = rule.Severity,
        Confidence = Math.Round(rule.Confidence, 3),
        Findings = rule.Findings,
        Key = rule.Rule,
        Path = rule.Top.File,
        Source = rule.Top.Source,
        Value = rule.Findings.Count,
        Done = $"The next run reports no more {rule.Rule}.",
    };

    private static Subject OfPlace(PlaceGroup place, string name) => new(name, string.Create(CultureInfo.InvariantCulture,
        $"{Prose.Count(place.Findings.Count, "finding")}, {place.Share:0%} of the weight of all. The heaviest: {Prose.Sentence(place.Top.Message)} ({place.Top.Place})"))
    {
        Why = place.Top.Why,
        Remedy = place.Top.Remedy,
        Severity = place.Findings.Max(f => f.Severity),
        Confidence = Math.Round(place.Findings.Average(f => f.Confidence), 3),
        Findings = place.Findings,
        Key = place.Path,
        Path = place.Path,
        Source = place.Top.Source,
        Value = place.Findings.Count,
    };

    private static Subject OfSource(SourceFact source) => new(source.Name,
        source.Error.Length > 0 ? $"Did not deliver: {Prose.Sentence(source.Error)}"
        : source.Summary.Length > 0 ? Prose.Sentence(source.Summary)
        : $"{Prose.Count(source.Findings, "finding")}.")
    {
        Key = source.Name,
        Source = source.Name,
        Value = source.Findings,
    };

    private static Subject OfNumber(string name, double value) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{Prose.Capital(Words.Say(name))}: {value:#,0.###}."))
        {
            Key = name,
            Value = value,
            Source = name.Contains('.', StringComparison.Ordinal) ? name[..name.LastIndexOf('.')] : ""
        };

    private static IEnumerable<Subject> Number(IEnumerable<Subject> subjects) => subjects.Select((s, i) => s with { Position = i + 1 });
}
