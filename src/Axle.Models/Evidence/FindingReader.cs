using System.Text.Json;

namespace Axle.Models.Evidence;

/// <summary>Reads findings out of evidence. Foreign or incomplete entries are read as far as they go, never refused.</summary>
internal static class FindingReader
{
    private const int MostFindings = 50_000;

    /// <summary>The names under which tools and steps keep findings.</summary>
    public const string Findings = "findings";

    /// <summary>Every finding of <c>tools</c> and <c>upstream</c>, heaviest first. What agents repeat of their tools' findings counts once.</summary>
    public static IReadOnlyList<EvidenceFinding> ReadAll(JsonElement evidence)
    {
        var found = ReadGroup(evidence, "tools", 0);
        found.AddRange(ReadArray(Json.Property(evidence, Findings), "evidence", found.Count));
        var places = found.Select(f => (f.Rule, f.File, f.Line)).ToHashSet();
        var told = ReadGroup(evidence, "upstream", found.Count).Where(f => f.Rule.Length == 0 || !places.Contains((f.Rule, f.File, f.Line)));

        var once = found.Concat(told).Take(MostFindings).DistinctBy(f => (f.Rule, f.File, f.Line, f.Message)).ToList();
        once.Sort(EvidenceFinding.Compare);
        return once;
    }

    private static List<EvidenceFinding> ReadGroup(JsonElement evidence, string group, int firstNumber)
    {
        var findings = new List<EvidenceFinding>();
        if (Json.Property(evidence, group) is { ValueKind: JsonValueKind.Object } sources)
        {
            foreach (var source in sources.EnumerateObject())
                findings.AddRange(ReadArray(Json.Property(source.Value, Findings), source.Name, firstNumber + findings.Count));
        }

        return findings;
    }

    /// <summary>Reads one entry; null when it is no object or says nothing.</summary>
    public static EvidenceFinding? Read(JsonElement entry, string source, int otherwiseNumber = 0)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            return null;
        var rule = Json.Text(entry, "rule");
        var message = Json.Text(entry, "message");
        if (rule.Length == 0 && message.Length == 0)
            return null;

        var line = (int)Json.Number(entry, "line", 0, int.MaxValue, 0);
        return new EvidenceFinding(
            rule,
            Enum.TryParse<FindingSeverity>(Json.Text(entry, "severity"), ignoreCase: true, out var severity) && Enum.IsDefined(severity)
                ? severity : FindingSeverity.Info,
            Json.Number(entry, "confidence", 0, 1, 0.5),
            Json.Text(entry, "file"),
            line,
            Math.Max(line, (int)Json.Number(entry, "endLine", 0, int.MaxValue, line)),
            Prose.Clean(message),
            Prose.Clean(Json.Text(entry, "why")),
            Prose.Clean(Json.Text(entry, "remedy")),
            Json.Text(entry, "language"),
            source,
            (int)Json.Number(entry, "number", 0, int.MaxValue, otherwiseNumber));
    }

    private static IEnumerable<EvidenceFinding> ReadArray(JsonElement? array, string source, int firstNumber) =>
        array is { ValueKind: JsonValueKind.Array } entries
            ? entries.EnumerateArray().Select((e, i) => Read(e, source, firstNumber + i)).OfType<EvidenceFinding>()
            : [];
}
