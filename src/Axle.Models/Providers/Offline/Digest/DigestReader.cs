using System.Text.Json;
using Axle.Models.Evidence;

namespace Axle.Models.Providers.Offline.Digest;

/// <summary>Makes a <see cref="ReviewDigest"/> out of evidence of any shape.</summary>
internal static class DigestReader
{
    private const int MostSources = 200;

    public static ReviewDigest Read(JsonElement? evidence)
    {
        var root = evidence ?? default;
        var findings = FindingReader.ReadAll(root);
        var rules = findings
            .GroupBy(f => f.Rule.Length > 0 ? f.Rule : f.Message, StringComparer.Ordinal)
            .Select(g => new RuleGroup(g.Key, [.. g]))
            .OrderByDescending(g => g.Weight)
            .ThenBy(g => g.Rule, StringComparer.Ordinal)
            .ToList();
        var numbers = NumberReader.Read(root);
        var tools = Sources(root, "tools", LookReader.OfTool);
        var upstream = Sources(root, "upstream", LookReader.OfStep);
        // Whatever the sources say of themselves, a finding inside a file proves that the file was read.
        var hasLooked = tools.Concat(upstream).Any(source => source.HasLooked) || findings.Any(finding => finding.File is not ("" or "."));
        var workspace = Json.Text(root, "workspace");
        return new ReviewDigest
        {
            HasEvidence = evidence is { ValueKind: JsonValueKind.Object },
            Workspace = workspace.Length > 0 ? workspace : "This workspace",
            Agent = Json.Text(root, "agent"),
            Action = Json.Text(root, "action"),
            Findings = findings,
            Rules = rules,
            Directories = Places(findings, f => f.Directory),
            Files = Places(findings.Where(f => f.File.Length > 0).ToList(), f => f.File),
            Tools = tools,
            Upstream = upstream,
            NamedNumbers = numbers,
            Numbers = ByName(numbers),
            LeftOut = Json.Property(root, "trimmed") is { } note ? (int)Json.Number(note, "findingsLeftOut", 0, int.MaxValue, 0) : 0,
            Score = hasLooked ? HealthScore.Of(rules) : null,
        };
    }

    private static List<PlaceGroup> Places(IReadOnlyList<EvidenceFinding> findings, Func<EvidenceFinding, string> place)
    {
        var total = Math.Max(findings.Sum(f => f.Weight), double.Epsilon);
        return [.. findings
            .GroupBy(place, StringComparer.Ordinal)
            .Select(g => new PlaceGroup(g.Key, [.. g], g.Sum(f => f.Weight) / total))
            .OrderByDescending(p => p.Share)
            .ThenBy(p => p.Path, StringComparer.Ordinal)];
    }

    private static List<SourceFact> Sources(JsonElement root, string group, Func<JsonElement, bool> hasLooked)
    {
        if (Json.Property(root, group) is not { ValueKind: JsonValueKind.Object } sources)
            return [];
        return [.. sources.EnumerateObject().Take(MostSources).Select(source => new SourceFact(
            source.Name,
            OfflineNotice.Strip(Prose.Clean(source.Value.ValueKind == JsonValueKind.String ? source.Value.GetString()! : Json.Text(source.Value, "summary"))),
            Json.Property(source.Value, FindingReader.Findings) is { ValueKind: JsonValueKind.Array } findings ? findings.GetArrayLength() : 0,
            Error(source.Value),
            hasLooked(source.Value)))];
    }

    private static string Error(JsonElement source) => Json.Property(source, "error") switch
    {
        { ValueKind: JsonValueKind.String } text => Prose.Clean(text.GetString()!),
        { ValueKind: JsonValueKind.Object } error => Prose.Clean(Json.Text(error, "message")),
        _ => "",
    };

    // The full path and its last part both find a number; where two tools share a last part the first one keeps it.
    private static Dictionary<string, double> ByName(IReadOnlyList<(string Path, double Value)> numbers)
    {
        var byName = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (path, value) in numbers)
        {
            byName.TryAdd(Words.Join(path), value);
            byName.TryAdd(Words.Join(path[(path.LastIndexOf('.') + 1)..]), value);
        }

        return byName;
    }
}
