using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;
using Axle.Tools.Ranking;

namespace Axle.Tools.BuiltIn.Search;

/// <summary><c>code.search</c>: files ranked by the words of a question, over all text files, read anew where they changed.</summary>
public sealed class CodeSearchTool : ITool
{
    private const int MostFound = 20;
    private const int LinesShown = 3;
    private const int LongestLine = 200;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.search", "Finds the files that fit the words of a question best, ranked, with the lines that hold the words; parts of names count as words.",
        JsonElement.Parse("""
            {
              "type": "object",
              "properties": {
                "words": { "type": "string", "minLength": 1, "maxLength": 500,
                    "description": "Words to look for: retry backoff, or a name such as ReadLineAsync." },
                "path": { "type": "string", "format": "workspace-glob", "description": "Folder, file or pattern to look in; everything when left out." },
                "most": { "type": "integer", "minimum": 1, "maximum": 200, "default": 20, "x-axle-clamp": true, "description": "Most files to give." }
              },
              "required": ["words"],
              "additionalProperties": false
            }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var tree = await SourceTree.LoadAsync(context.Workspace, cancellationToken: cancellationToken);
        var files = tree.Under(SourceSelection.Text(arguments, "path")).ToList();
        var bags = new TermBag[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            i => bags[i] = TermBag.Of(files[i]));
        var terms = Terms.Of(arguments.GetProperty("words").GetString()!).ToHashSet(StringComparer.Ordinal);
        var ranking = new Bm25(terms, files.Count, bags.Select(static b => b.Length).DefaultIfEmpty().Average(), term =>
            bags.Count(b => b.Counts.ContainsKey(term)));
        var found = files.Zip(bags, (file, bag) => (File: file, Score: ranking.Score(term => bag.Counts.GetValueOrDefault(term), bag.Length)))
            .Where(static f => f.Score > 0).OrderByDescending(static f => f.Score).ThenBy(static f => f.File.Path, StringComparer.Ordinal)
            .Take(SourceSelection.Number(arguments, "most", MostFound))
            .Select(f => new FoundFile(f.File.Path, f.File.Language?.Id, Math.Round(f.Score, 2), Lines(f.File, terms)));
        return FindingJson.ToElement(new { files = found, searched = files.Count });
    }

    /// <summary>The lines with the most of the terms, in the order of the file.</summary>
    private static FoundLine[] Lines(SourceFile file, HashSet<string> terms) =>
    [
        .. file.Text.Split('\n').Index()
            .Select(line => (line.Index, line.Item, Terms: Terms.Of(line.Item).Distinct().Count(terms.Contains)))
            .Where(static line => line.Terms > 0).OrderByDescending(static line => line.Terms).Take(LinesShown).OrderBy(static line => line.Index)
            .Select(static line =>
                new FoundLine(line.Index + 1, line.Item.Trim() is { Length: > LongestLine } text ? $"{text[..LongestLine]}…" : line.Item.Trim())),
    ];

    private sealed record FoundFile(string File, string? Language, double Score, FoundLine[] Lines);

    private sealed record FoundLine(int Line, string Text);
}
