using Axle.Tools.BuiltIn.Search.Indexing;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Ranking;

namespace Axle.Tools.BuiltIn.Search;

/// <summary>Ranks the files of a workspace by the words of a question. With an index only the files are read that may hold one of the words; the order is the same.</summary>
internal static class CodeRanking
{
    /// <summary>Ranks by reading every file.</summary>
    public static async Task<RankedFiles> ByReadingAsync(string root, string? path, HashSet<string> terms, int most, CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(root, cancellationToken: cancellationToken);
        var files = tree.Under(path).ToList();
        var bags = new TermBag[files.Count];
        Parallel.For(0, files.Count, Parallelism(cancellationToken), i => bags[i] = TermBag.Of(files[i]));
        var counted = files.Zip(bags, static (file, bag) => new CountedFile(file.Path, bag.Counts, bag.Length));
        var best = Rank([.. counted], files.Count, bags.Select(static b => b.Length).DefaultIfEmpty().Average(), terms, most);
        var texts = files.ToDictionary(static f => f.Path, StringComparer.Ordinal);
        return new RankedFiles([.. best.Select(f => (texts[f.File.Path], f.Score))], files.Count);
    }

    /// <summary>Ranks by an index; null when it cannot be used.</summary>
    public static async Task<RankedFiles?> ByIndexAsync(
        ICodeIndexes indexes, string root, string? path, HashSet<string> terms, int most, CancellationToken cancellationToken)
    {
        var paths = await SourcePaths.ListAsync(root, cancellationToken);
        if (paths.Count < CodeIndexing.FewestFiles)
            return null;
        try
        {
            using var index = indexes.Open(root);
            if (index is null)
                return null;
            var known = CodeIndexing.Refresh(index, root, paths, SourceLimits.Default, cancellationToken);
            var pattern = PathPattern.Parse(path);
            var files = known.Values.Where(f => f.IsText && pattern.Matches(f.Path)).ToDictionary(static f => f.Path, StringComparer.Ordinal);
            var candidates = Candidates(index, files, terms);
            var counted = new CountedFile?[candidates.Count];
            Parallel.For(0, counted.Length, Parallelism(cancellationToken), i => counted[i] = Count(root, candidates[i], terms));
            var mean = files.Values.Select(static f => f.Terms).DefaultIfEmpty().Average();
            var best = Rank([.. counted.OfType<CountedFile>()], files.Count, mean, terms, most);
            return new RankedFiles([.. best.Select(f => (Source: Load(root, f.File.Path), f.Score)).Where(static f => f.Source is not null)!], files.Count);
        }
        catch (IOException)
        {
            // Another process writes it, or it is broken: the files themselves are there.
            return null;
        }
    }

    private static List<IndexedFile> Candidates(ICodeIndex index, Dictionary<string, IndexedFile> files, HashSet<string> terms) =>
        terms.Any(static t => t.Length < ICodeIndex.ShortestText)
            ? [.. files.Values]
            : [.. terms.SelectMany(index.MayHold).Distinct(StringComparer.Ordinal).Where(files.ContainsKey).Select(p => files[p])];

    private static CountedFile? Count(string root, IndexedFile file, HashSet<string> terms)
    {
        if (Load(root, file.Path) is not { } source)
            return null;
        var counts = Terms.Of(source.Path).Concat(Terms.Of(source.Text)).Where(terms.Contains)
            .CountBy(static t => t).ToDictionary(StringComparer.Ordinal);
        return counts.Count == 0 ? null : new CountedFile(file.Path, counts, file.Terms);
    }

    private static SourceFile? Load(string root, string path)
    {
        try
        {
            return SourceReading.Decode(File.ReadAllBytes(Path.Combine(root, path))) is { } text ? new SourceFile(path, text) : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<(CountedFile File, double Score)> Rank(List<CountedFile> files, int all, double meanLength, HashSet<string> terms, int most)
    {
        var ranking = new Bm25(terms, all, meanLength, term => files.Count(f => f.Counts.ContainsKey(term)));
        return files.Select(file => (File: file, Score: ranking.Score(term => file.Counts.GetValueOrDefault(term), file.Length)))
            .Where(static f => f.Score > 0).OrderByDescending(static f => f.Score).ThenBy(static f => f.File.Path, StringComparer.Ordinal).Take(most);
    }

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };

    private sealed record CountedFile(string Path, IReadOnlyDictionary<string, int> Counts, int Length);
}

/// <summary>The files that fit best.</summary>
/// <param name="Best">Best first.</param>
/// <param name="Searched">How many files there are to search.</param>
internal sealed record RankedFiles(IReadOnlyList<(SourceFile File, double Score)> Best, int Searched);
