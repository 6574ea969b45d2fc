using System.Collections.Frozen;
using System.Globalization;
using Axle.Guardrails.Input.Words;

namespace Axle.Guardrails.Input.Rules;

/// <summary>
/// The rules over words, from <c>rules.txt</c>. Each word is looked at once for each rule; there is no way back, so time grows with the text only.
/// </summary>
internal static class RuleBook
{
    private const int UsualGap = 2;

    /// <summary>All rules; the index of one is its number for the model.</summary>
    public static IReadOnlyList<Rule> All { get; } = Read();

    /// <summary>What a rule may begin with: of most words it is known at once that none does.</summary>
    private static RuleStep AnyFirst { get; } = new(
        All.Aggregate(0UL, static (bits, rule) => bits | rule.Steps[0].Concepts), All.SelectMany(static rule => rule.Steps[0].Hashes).ToFrozenSet(), 0);

    /// <summary>The rules that a text meets, as bits by their index.</summary>
    public static ulong Match(ReadOnlySpan<Word> words, TextSource source)
    {
        ulong met = 0;
        for (var at = 0; at < words.Length; at++)
        {
            if (!AnyFirst.Fits(words[at]))
                continue;
            for (var i = 0; i < All.Count; i++)
            {
                if ((met & (1UL << i)) == 0 && All[i].Steps[0].Fits(words[at]) && All[i].Reads(source) && Follows(All[i], words[(at + 1)..]))
                    met |= 1UL << i;
            }
        }

        return met;
    }

    /// <summary>The first rule among those met that decides alone, else the first; null when none is met.</summary>
    public static Rule? Strongest(ulong met)
    {
        Rule? first = null;
        for (var i = 0; i < All.Count; i++)
        {
            if ((met & (1UL << i)) == 0)
                continue;
            if (All[i].IsCertain)
                return All[i];
            first ??= All[i];
        }

        return first;
    }

    private static bool Follows(Rule rule, ReadOnlySpan<Word> after)
    {
        for (var step = 1; step < rule.Steps.Count; step++)
        {
            var at = 0;
            var wanted = rule.Steps[step];
            while (at < after.Length && at <= wanted.Gap && !wanted.Fits(after[at]))
                at++;
            if (at >= after.Length || at > wanted.Gap)
                return false;
            after = after[(at + 1)..];
        }

        return true;
    }

    private static List<Rule> Read()
    {
        using var reader = new StreamReader(typeof(RuleBook).Assembly.GetManifestResourceStream("guardrails.rules.txt")!);
        var rules = new List<Rule>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Length == 0)
                continue;
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            rules.Add(new Rule(parts[0], Enum.Parse<RuleScope>(parts[1], ignoreCase: true), parts[2] == "certain", [.. Steps(parts[3])]));
        }

        return rules.Count <= 64 ? rules : throw new InvalidOperationException("rules.txt has more than 64 rules; their matches are kept in 64 bits.");
    }

    private static IEnumerable<RuleStep> Steps(string written)
    {
        var gap = UsualGap;
        foreach (var part in written.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part[0] == '~')
            {
                gap = int.Parse(part.AsSpan(1), CultureInfo.InvariantCulture);
                continue;
            }

            var alternatives = part.Split('/');
            var words = alternatives.Where(static a => a[0] == '\'').Select(static a => WordHash.Of(a.AsSpan(1, a.Length - 2)));
            var concepts = alternatives.Where(static a => a[0] != '\'').Aggregate(0UL, static (bits, name) =>
                bits | (Concepts.Bit(name) ?? throw new InvalidOperationException($"rules.txt names the concept '{name}', which concepts.txt does not have.")));
            yield return new RuleStep(concepts, words.ToFrozenSet(), gap);
            gap = UsualGap;
        }
    }
}
