using System.Text.Json;
using Axle.Tools.BuiltIn.Sources;
using Axle.Tools.Contract;
using Axle.Tools.Findings;

namespace Axle.Tools.BuiltIn.Code.Duplication;

/// <summary>Finds code that was copied.</summary>
public sealed class DuplicationTool : ITool
{
    private const int MinimumLines = 6;
    private const int MostClones = 200;

    /// <inheritdoc/>
    public ToolDescription Description { get; } = new(
        "code.duplication",
        "Finds pieces of code that stand in several places, compared token by token with texts and numbers of literals left out.",
        ToolSchema.Of("""
            "minimumTokens": { "type": "integer", "minimum": 30, "maximum": 1000, "default": 70, "description": "Shortest piece, in tokens." },
            "includeTests": { "type": "boolean", "default": false, "description": "Whether tests are compared too." }
            """));

    /// <inheritdoc/>
    public async ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var leftOut = SourceRoles.Generated | SourceRoles.Vendored | SourceRoles.Example
            | (SourceSelection.Flag(arguments, "includeTests", false) ? SourceRoles.None : SourceRoles.Test);
        var selection = await SourceSelection.LoadAsync(context, arguments, leftOut, f => f.Language is { IsCode: true }, cancellationToken);
        var streams = new CloneToken[selection.Files.Count][];
        Parallel.For(0, streams.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken },
            i => streams[i] = CloneStream.Of(selection.Files[i]));
        int minimum = Math.Max(30, SourceSelection.Number(arguments, "minimumTokens", 70));
        var clones = new CloneFinder(streams, minimum, MinimumLines).Run(cancellationToken)
            .Select(c => Class(selection, streams, c.Length, c.Places))
            .OrderByDescending(c => c.Tokens * (c.Places.Count - 1)).ThenBy(c => c.Places[0].File, StringComparer.Ordinal)
            .ThenBy(c => c.Places[0].Line).ToList();
        int duplicated = clones.Sum(c => c.Places.Skip(1).Sum(p => p.EndLine - p.Line + 1));
        int lines = Math.Max(1, selection.Files.Sum(f => f.LineCount));
        var summary = new DuplicationSummary(
            selection.Files.Count, selection.Skipped, streams.Sum(s => s.Length), clones.Count, duplicated,
                Math.Round(Math.Min(100.0, 100.0 * duplicated / lines), 1));
        var languages = selection.Files.ToDictionary(f => f.Path, f => f.Language!.Id);
        var findings = clones.Where(IsWorthAFinding).DistinctBy(c => (c.Places[0].File, c.Places[0].Line))
            .Select(c => ToFinding(c, languages[c.Places[0].File]));
        return FindingJson.ToElement(new DuplicationReport(
            summary, [.. clones.Take(MostClones)], FindingOrder.Worst(findings, SourceSelection.Number(arguments, "maxFindings", ToolSchema.Findings))));
    }

    private static CloneClass Class(SourceSelection selection, CloneToken[][] streams, int length, List<(int File, int At)> places)
    {
        var located = from place in places
                      let tokens = streams[place.File]
                      let last = Math.Min(place.At + length, tokens.Length) - 1
                      orderby selection.Files[place.File].Path, place.At
                      select new ClonePlace(selection.Files[place.File].Path, tokens[place.At].Line, tokens[last].Line);
        var list = located.ToList();
        return new CloneClass(length, list[0].EndLine - list[0].Line + 1, list);
    }

    // Short pieces count as facts; as findings they are mostly idiom.
    private static bool IsWorthAFinding(CloneClass clone) => clone.Tokens >= 100 || clone.Places.Count >= 3;

    private static Finding ToFinding(CloneClass clone, string language)
    {
        var first = clone.Places[0];
        string others = string.Join(", ", clone.Places.Skip(1).Take(4).Select(p => $"{p.File}:{p.Line}"));
        string more = clone.Places.Count > 5 ? $" and {clone.Places.Count - 5} more" : "";
        int copied = clone.Tokens * (clone.Places.Count - 1);
        var severity = copied > 1500 ? Severity.Medium : Severity.Low;
        return new Finding("duplication.clone", severity, clone.Tokens >= 100 ? 0.9 : 0.7, first.File, first.Line, first.EndLine,
            $"{clone.Lines} lines ({clone.Tokens} tokens) stand in {clone.Places.Count} places: also at {others}{more}.",
            "A fault mended in one copy stays in the others.", "Move the common piece into one function and call it; where only values differ, make them parameters.", language);
    }
}
