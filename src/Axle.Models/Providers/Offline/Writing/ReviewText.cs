using System.Text;
using Axle.Models.Evidence;
using Axle.Models.Providers.Offline.Digest;

namespace Axle.Models.Providers.Offline.Writing;

/// <summary>Puts the thoughts of <see cref="ReviewProse"/> together: as one paragraph, or as a Markdown page.</summary>
internal sealed class ReviewText(ReviewDigest digest, ReviewProse prose, SubjectLists lists)
{
    /// <summary>One paragraph for a summary.</summary>
    /// <param name="couldNotTell">Names of required values that nothing in the evidence answers.</param>
    public string Summary(IReadOnlyCollection<string> couldNotTell)
    {
        string[] thoughts =
        [
            prose.Headline(), prose.BiggestRisks(), prose.Concentration(), prose.FirstSteps(), prose.Healthy(),
            prose.Measured(most: digest.Findings.Count > 0 ? 2 : 6), prose.EarlierSteps(most: 4), .. prose.Limits(), Unknown(couldNotTell),
            digest.HasEvidence ? "" : OfflineNotice.Cure, OfflineNotice.Sentence,
        ];
        return string.Join(' ', thoughts.Where(t => t.Length > 0));
    }

    /// <summary>A Markdown page with sections.</summary>
    public string Page()
    {
        var page = new StringBuilder($"# {Title()}\n\n");
        foreach (var section in lists.Sections())
            page.Append("## ").Append(section.Title).Append("\n\n").Append(section.Text).Append("\n\n");
        return page.ToString().TrimEnd();
    }

    /// <summary>A heading for the whole.</summary>
    public string Title()
    {
        var what = digest.Action.Length > 0 ? Prose.Capital(Words.Say(digest.Action)) : "Review";
        return $"{what}: {digest.Workspace}";
    }

    /// <summary>One sentence that judges.</summary>
    public string Verdict() => digest switch
    {
        { HasEvidence: false } or { Findings.Count: 0, Score: null } => "No verdict: there was no evidence to judge by.",
        { Worst: FindingSeverity.Critical } => $"Not ready: {Prose.Count(digest.Count(FindingSeverity.Critical), "critical finding")} to mend now, first at {digest.Findings[0].Place}.",
        { Worst: FindingSeverity.High } => $"Needs work before the next release: {Prose.Count(digest.Count(FindingSeverity.High), "high finding")}, first at {digest.Findings[0].Place}.",
        { Worst: FindingSeverity.Medium } => $"Sound, with {Prose.Count(digest.Count(FindingSeverity.Medium), "medium finding")} to mend soon.",
        { Score: null } => "No verdict: nothing shows that a file was read.",
        _ => "Healthy by what the tools can see.",
    };

    private static string Unknown(IReadOnlyCollection<string> names) => names.Count == 0
        ? ""
        : $"The evidence does not tell {Prose.List([.. names.Take(8).Select(Words.Say)])}; that needs a language model or a person.";
}
