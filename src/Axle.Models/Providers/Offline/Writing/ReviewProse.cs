using System.Globalization;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;

namespace Axle.Models.Providers.Offline.Writing;

/// <summary>
/// Says in English what a <see cref="ReviewDigest"/> holds: one method a thought. Every statement is a count or a quotation of the
/// evidence.
/// </summary>
internal sealed class ReviewProse(ReviewDigest digest)
{
    private const int PlacesNamed = 3;

    // Below this part of the weight no directory stands out.
    private const double LeastShare = 0.1;

    /// <summary>How much was found, and how it scores.</summary>
    public string Headline()
    {
        if (!digest.HasEvidence)
            return "No evidence came with this request, so there was nothing to summarise.";
        if (digest.Findings.Count == 0)
            return NothingFound();

        var files = Prose.Count(digest.Files.Count, "file");
        return string.Create(CultureInfo.InvariantCulture,
            $"{Prose.Capital(digest.Workspace)} has {Prose.Count(digest.Findings.Count, "finding")} in {files}: {Severities()} {Mark()}.");
    }

    // Who looked is counted: the tools of this step, or where it has none, the steps before it.
    private string NothingFound()
    {
        var (tools, steps) = (digest.Tools.Count(t => t.HasLooked), digest.Upstream.Count(u => u.HasLooked));
        return tools + steps > 0
            ? $"{(tools > 0 ? Prose.Count(tools, "tool") : Prose.Count(steps, "earlier step"))} looked at {digest.Workspace} and reported no findings."
            : $"Nothing shows that a file of {digest.Workspace} was read, so there is no score, and that nothing was found means nothing.";
    }

    private string Mark() => digest.Score is { } score
        ? string.Create(CultureInfo.InvariantCulture, $"(score {score:0.#} of 100, grade {HealthScore.Grade(score)})")
        : "(no score: nothing shows that a file was read)";

    /// <summary>The heaviest group with its first place, and those that follow.</summary>
    public string BiggestRisks()
    {
        if (digest.Rules.Count == 0)
            return "";
        var top = digest.Rules[0];
        var why = top.Top.Why.Length > 0 ? $" {Prose.Sentence(top.Top.Why)}" : "";
        var first = $"The biggest risk: {top.Title} ({Size(top)}). {Prose.Clause(top.Top.Message)} ({top.Top.Place}).{why}";
        var others = digest.Rules.Skip(1).Take(3).Select(r => $"{r.Title} ({Size(r)}, worst at {r.Top.Place})").ToList();
        return others.Count == 0 ? first : $"{first} Next: {Prose.List(others)}.";
    }

    /// <summary>Where the weight lies.</summary>
    public string Concentration()
    {
        if (digest.Files.Count < 2)
            return "";
        var places = digest.Directories.Take(2).Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{DirectoryName(p.Path)} ({Prose.Count(p.Findings.Count, "finding")}, {p.Share:0%} of the weight)")).ToList();
        var file = digest.Files[0];
        if (digest.Directories[0].Share < LeastShare)
            return $"It is spread evenly over {Prose.Count(digest.Directories.Count, "directory", "directories")}; the most affected file is {file.Path} with {Prose.Count(file.Findings.Count, "finding")}.";
        return $"The weight lies in {Prose.List(places)}; the most affected file is {file.Path} with {Prose.Count(file.Findings.Count, "finding")}.";
    }

    /// <summary>What to do first, in the words of the findings' own remedies.</summary>
    public string FirstSteps()
    {
        var steps = digest.Rules.Where(r => r.Top.Remedy.Length > 0).Take(2).ToList();
        if (steps.Count == 0)
            return "";
        var second = steps.Count > 1 ? $" Then, for {steps[1].Title} at {steps[1].Top.Place}: {Prose.Sentence(steps[1].Top.Remedy)}" : "";
        return $"Start at {steps[0].Top.Place}: {Prose.Sentence(steps[0].Top.Remedy)}{second}";
    }

    /// <summary>What was looked at and found clean.</summary>
    public string Healthy()
    {
        var clean = digest.Tools.Where(t => t is { Findings: 0, HasLooked: true }).Select(t => t.Name).ToList();
        var parts = new List<string>();
        if (clean.Count > 0)
            parts.Add($"Nothing was reported by {Prose.List([.. clean.Take(6)])}{(clean.Count > 6 ? $" and {clean.Count - 6} more" : "")}.");
        if (digest.Findings.Count > 0 && digest.Worst < FindingSeverity.High)
            parts.Add("Nothing critical or high was found.");
        return string.Join(' ', parts);
    }

    /// <summary>What the tools measured, in their own words.</summary>
    public string Measured(int most)
    {
        var told = digest.Tools.Where(t => t.Summary.Length > 0).Take(most).Select(t => $"{t.Name}: {Prose.Sentence(t.Summary)}");
        return string.Join(' ', told);
    }

    /// <summary>What earlier steps concluded; where there are findings, those steps are left out that only counted the same ones.</summary>
    public string EarlierSteps(int most)
    {
        var told = digest.Upstream.Where(u => u.Summary.Length > 0 && !(u.Offline && digest.Findings.Count > 0)).Take(most)
            .Select(u => $"{u.Name}: {Prose.FirstSentence(u.Summary)}");
        return string.Join(' ', told);
    }

    /// <summary>What the reader should know about the limits of this text.</summary>
    public IReadOnlyList<string> Limits()
    {
        var limits = new List<string>();
        foreach (var broken in digest.Tools.Concat(digest.Upstream).Where(s => s.Error.Length > 0).Take(10))
            limits.Add($"{broken.Name} did not deliver: {Prose.Sentence(broken.Error)}");
        if (digest.LeftOut > 0)
            limits.Add($"{Prose.Count(digest.LeftOut, "further finding")} did not fit into the prompt and {(digest.LeftOut == 1 ? "is" : "are")} not counted here.");
        return limits;
    }

    /// <summary>"2 critical, 14 high and 3 low".</summary>
    public string Severities() => Prose.List([.. Enum.GetValues<FindingSeverity>().Reverse()
        .Select(s => (Severity: s, Count: digest.Count(s)))
        .Where(s => s.Count > 0)
        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Count:#,0} {Name(s.Severity)}"))]);

    /// <summary>"a.cs:1, b.cs:7, c.cs:3 and 4 more".</summary>
    public static string Places(IReadOnlyList<EvidenceFinding> findings)
    {
        var named = findings.Select(f => f.Place).Distinct(StringComparer.Ordinal).ToList();
        return named.Count <= PlacesNamed
            ? Prose.List(named)
            : $"{string.Join(", ", named.Take(PlacesNamed))} and {named.Count - PlacesNamed} more";
    }

    /// <summary>A directory as a reader names it.</summary>
    public static string DirectoryName(string path) => path == "." ? "the top directory" : path;

    /// <summary>The severity's name in JSON.</summary>
    public static string Name(FindingSeverity severity) => severity.ToString().ToLowerInvariant();

    private static string Size(RuleGroup rule) => $"{Name(rule.Severity)}, {Prose.Count(rule.Findings.Count, "place")}";
}
