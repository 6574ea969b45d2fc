using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads what the measuring tools returned: languages, sizes, complexity, modules, hot spots.</summary>
/// <param name="steps">The steps that carry the tools' results; of one tool's results the first with an answer counts.</param>
internal sealed class EvidenceReader(IReadOnlyList<StepInput> steps)
{
    private const int MaxLanguages = 60;
    private const int MaxHotSpots = 100;

    private readonly ILookup<string, JsonElement> _results = steps
        .SelectMany(static s => s.Evidence).ToLookup(static e => e.Tool, static e => e.Result, StringComparer.OrdinalIgnoreCase);

    /// <summary>Lines per language, largest first.</summary>
    public IReadOnlyList<LanguageShare> Languages() =>
        [.. First(["code.structure"], static r => ReadLanguages(r) is { Count: > 0 } found ? found : null) ?? []];

    /// <summary>Numbers over the whole workspace.</summary>
    public ReportMetrics Metrics()
    {
        var languages = Languages();
        return new ReportMetrics
        {
            Files = Count("code.structure", "filesAnalysed", "files", "fileCount") ?? (languages.Count > 0 ? languages.Sum(static l => l.Files) : null),
            Lines = Count("code.structure", "lines", "lineCount") ?? (languages.Count > 0 ? languages.Sum(static l => l.Lines) : null),
            Functions = Count("code.structure", "functions", "functionCount"),
            MeanComplexity = Number("code.structure", "meanComplexity", "averageComplexity", "mean", "average"),
            MedianComplexity = Number("code.structure", "medianComplexity", "median"),
            MaxComplexity = Count("code.structure", "maximumComplexity", "maxComplexity", "maximum", "max"),
            Complexity = [.. First(["code.structure"], ComplexityReader.Read) ?? []],
            DuplicationPercent = Percent("code.duplication"),
            TestFiles = Count("tests.inventory", "testFiles", "tests", "testCount"),
            TestRatio = Number("tests.inventory", "testRatio", "ratio", "linesRatio", "testToSourceRatio"),
            Dependencies = Count("dependencies.manifests", "dependencyCount", "dependencies", "packages")
                ?? First(["dependencies.manifests"], static r => SumOfManifests(r)),
        };
    }

    /// <summary>Which module uses which; null when nothing measured it.</summary>
    public ModuleGraph? Modules() => First(["code.modules", "code.structure"], ModuleReader.Read);

    /// <summary>Files that are complex and change often, hottest first.</summary>
    public IReadOnlyList<HotSpot> HotSpots() =>
        [.. (First(["git.hotspots", "code.hotspots"], static r => ReadHotSpots(r) is { Count: > 0 } found ? found : null) ?? [])
            .OrderByDescending(static h => h.Score).ThenBy(static h => h.File, StringComparer.Ordinal).Take(MaxHotSpots)];

    private T? First<T>(ReadOnlySpan<string> tools, Func<JsonElement, T?> read)
    {
        foreach (var tool in tools)
        {
            foreach (var result in _results[tool])
            {
                if (read(result) is { } found)
                    return found;
            }
        }

        return default;
    }

    /// <summary>A number of a result, looked for in its summary, its totals and then at its top.</summary>
    private double? Number(string tool, params string[] names) =>
        First([tool], r => Places(r).Select(p => p.Number(names)).FirstOrDefault(static n => n is not null));

    /// <summary>Lists do not count here: tools cut them.</summary>
    private int? Count(string tool, params string[] names) => Number(tool, names) is >= 0 and <= int.MaxValue and var number ? (int)number : null;

    private static IEnumerable<JsonElement> Places(JsonElement result) =>
        [result.Object("summary"), result.Object("totals", "total"), result, result.Object("complexity")];

    private double? Percent(string tool)
    {
        if (Number(tool, "percent", "duplicationPercent", "duplicatedPercent", "percentage") is { } percent)
            return Math.Clamp(percent, 0, 100);
        return Number(tool, "ratio", "duplicatedShare", "share") is { } ratio ? Math.Clamp(ratio * 100, 0, 100) : null;
    }

    private static int? SumOfManifests(JsonElement result) =>
        result.Items("manifests").Any()
            ? result.Items("manifests").Sum(static m => m.Count("dependencyCount", "dependencies", "packages") ?? 0)
            : null;

    private static List<LanguageShare> ReadLanguages(JsonElement result) =>
        [.. result.Members("languages", "byLanguage")
            .Select(static l => new LanguageShare(
                l.Value.Text("language", "id", "name") ?? l.Name,
                l.Value.Count("files", "fileCount") ?? 0,
                l.Value.Count("lines", "lineCount", "codeLines", "code") ?? PlainNumber(l.Value)))
            .Where(static l => l.Name.Length > 0 && l.Lines > 0)
            .OrderByDescending(static l => l.Lines).ThenBy(static l => l.Name, StringComparer.Ordinal)
            .Take(MaxLanguages)];

    /// <summary>For results of the form <c>{ "csharp": 1200 }</c>.</summary>
    private static int PlainNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var lines) ? lines : 0;

    private static List<HotSpot> ReadHotSpots(JsonElement result) =>
        [.. result.Items("hotSpots", "hotspots", "files").Select(ReadHotSpot).OfType<HotSpot>()];

    private static HotSpot? ReadHotSpot(JsonElement item)
    {
        if (item.Text("file", "path") is not { } file)
            return null;
        var changes = item.Count("changes", "commits", "churn", "revisions") ?? 0;
        var complexity = Math.Max(0, item.Number("complexity", "cyclomatic") ?? item.Number("lines") ?? 0);
        return new HotSpot(
            file, changes, complexity, item.Count("lines", "lineCount") ?? 0, item.Count("authors", "authorCount") ?? 0,
            item.Number("score", "heat") ?? (changes * complexity));
    }
}
