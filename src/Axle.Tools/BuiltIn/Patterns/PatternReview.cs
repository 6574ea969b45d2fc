using Axle.Tools.BuiltIn.Review;
using Axle.Tools.BuiltIn.Security;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Patterns;

/// <summary>Runs a rule table over a workspace.</summary>
internal static class PatternReview
{
    public static async Task<FindingsReport> RunAsync(PatternRuleSet rules, string workspace, ReviewArguments wanted,
        CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(workspace, cancellationToken: cancellationToken);
        var files = tree.Under(wanted.Path).Where(f => f.Language is not null && f.IsOwn() && rules.For(f.Language) is not null).ToList();
        var found = new IReadOnlyList<Finding>[files.Count];
        var options = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Count, options, i => found[i] = Look(rules, files[i]));
        var (shown, summary) = FindingSummary.Take(found.SelectMany(f => f), wanted.Limit);
        var languages = files.GroupBy(f => f.Language!.Id, StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        return new FindingsReport(files.Count, languages, rules.Rules.Count, shown, summary);
    }

    private static IReadOnlyList<Finding> Look(PatternRuleSet rules, SourceFile file) =>
        PatternMatcher.Run(rules, new TokenFile(file.Path, file.Text, file.Language!), file.Lowered());
}
