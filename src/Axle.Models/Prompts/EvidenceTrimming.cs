using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Evidence;

namespace Axle.Models.Prompts;

/// <summary>
/// Makes evidence fit a budget of characters: facts are shortened step by step until they take at most half of it, then findings
/// fill the rest, heaviest first. What is left out is counted under <c>trimmed</c>.
/// </summary>
internal static class EvidenceTrimming
{
    private const string Trimmed = "trimmed";
    private const int ReserveForNote = 600;
    private const int LargestFinding = 8_000;

    // Longest array and longest text of the facts, tried from generous to strict; the last leaves only the frame.
    private static readonly (int Items, int Characters, int Depth)[] Steps =
        [(50, 2000, 12), (20, 1000, 10), (10, 500, 8), (5, 300, 6), (2, 200, 4), (1, 100, 3), (0, 80, 1)];

    public static JsonElement Trim(JsonElement evidence, int budget)
    {
        if (evidence.ValueKind != JsonValueKind.Object || EvidenceBlock.ToText(evidence).Length <= budget)
            return evidence;

        var (facts, shortened) = ShortenFacts(evidence, budget / 2);
        var kept = AddFindings(facts, evidence, budget - Length(facts) - ReserveForNote);
        var all = FindingReader.ReadAll(evidence);
        facts[Trimmed] = Note(budget, all, kept, shortened);
        return JsonSerializer.SerializeToElement(facts);
    }

    private static (JsonObject Facts, int Shortened) ShortenFacts(JsonElement evidence, int budget)
    {
        foreach (var (items, characters, depth) in Steps)
        {
            var cutter = new FactCutter(items, characters);
            var facts = (JsonObject)cutter.Cut(evidence, depth)!;
            if (Length(facts) <= budget)
                return (facts, cutter.Shortened);
        }

        // Even the frame is too large: hundreds of tools or inputs. Keep the three names that say what this is about.
        var frame = new JsonObject();
        foreach (var name in (string[])["action", "agent", "workspace"])
            frame[name] = Prose.Cut(Json.Text(evidence, name), 200);
        return (frame, 1);
    }

    private static List<EvidenceFinding> AddFindings(JsonObject facts, JsonElement evidence, int budget)
    {
        var entries = new List<(EvidenceFinding Finding, JsonElement Entry, string Group)>();
        foreach (var group in (string[])["tools", "upstream"])
        {
            if (Json.Property(evidence, group) is not { ValueKind: JsonValueKind.Object } sources)
                continue;
            foreach (var source in sources.EnumerateObject())
            {
                if (Json.Property(source.Value, FindingReader.Findings) is { ValueKind: JsonValueKind.Array } array)
                    entries.AddRange(array.EnumerateArray().Where(e => FindingReader.Read(e, source.Name) is not null)
                        .Select(e => (FindingReader.Read(e, source.Name)!, e, group)));
            }
        }

        var kept = new List<EvidenceFinding>();
        foreach (var (finding, entry, group) in entries.OrderBy(e => e.Finding, Comparer<EvidenceFinding>.Create(EvidenceFinding.Compare)))
        {
            var cost = EvidenceBlock.ToText(entry).Length + 1;
            // One monstrous entry must not keep out all that follow; otherwise the order by weight is kept without holes.
            if (cost > LargestFinding)
                continue;
            if (cost > budget)
                break;
            budget -= cost;
            Target(facts, group, finding.Source).Add(JsonNode.Parse(entry.GetRawText()));
            kept.Add(finding);
        }

        return kept;
    }

    private static JsonArray Target(JsonObject facts, string group, string source)
    {
        var sources = facts[group] as JsonObject ?? [];
        facts[group] ??= sources;
        var result = sources[source] as JsonObject ?? [];
        sources[source] ??= result;
        if (result[FindingReader.Findings] is not JsonArray findings)
            result[FindingReader.Findings] = findings = [];
        return findings;
    }

    private static JsonObject Note(int budget, IReadOnlyList<EvidenceFinding> all, List<EvidenceFinding> kept, int shortened)
    {
        var places = kept.Select(f => (f.Rule, f.File, f.Line, f.Message)).ToHashSet();
        var left = all.Where(f => !places.Contains((f.Rule, f.File, f.Line, f.Message))).ToList();
        var bySeverity = new JsonObject();
        foreach (var group in left.GroupBy(f => f.Severity).OrderByDescending(g => g.Key))
            bySeverity[group.Key.ToString().ToLowerInvariant()] = group.Count();
        return new JsonObject
        {
            ["note"] = "The evidence was larger than the prompt's budget. Findings were kept by severity and confidence, facts were shortened.",
            ["budgetCharacters"] = budget,
            ["findings"] = all.Count,
            ["findingsLeftOut"] = left.Count,
            ["leftOutBySeverity"] = bySeverity,
            ["factsShortened"] = shortened,
        };
    }

    private static int Length(JsonObject node) => EvidenceBlock.ToText(JsonSerializer.SerializeToElement(node)).Length;
}
