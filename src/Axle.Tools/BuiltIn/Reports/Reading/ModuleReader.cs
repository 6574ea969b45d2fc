using System.Text.Json;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Reading;

/// <summary>Reads the module graph, and counts what the tool did not count itself.</summary>
internal static class ModuleReader
{
    private const int MaxNodes = 2_000;
    private const int MaxEdges = 20_000;
    private const int MaxCycles = 100;

    /// <summary>The graph; null when the result has no modules.</summary>
    public static ModuleGraph? Read(JsonElement result)
    {
        var graph = result.Object("graph") is { ValueKind: JsonValueKind.Object } inner ? inner : result;
        var edges = graph.Items("edges", "dependencies", "links").Select(ReadEdge).OfType<ModuleEdge>().Take(MaxEdges)
            .GroupBy(static e => (e.From, e.To)).Select(static g => g.First() with { Weight = g.Sum(static e => e.Weight) }).ToList();
        var fanIn = edges.CountBy(static e => e.To).ToDictionary();
        var fanOut = edges.CountBy(static e => e.From).ToDictionary();
        var nodes = graph.Members("modules", "nodes")
            .Select(n => ReadNode(n.Name, n.Value, fanIn, fanOut)).OfType<ModuleNode>().DistinctBy(static n => n.Id).Take(MaxNodes).ToList();
        if (nodes.Count == 0)
            return null;
        var known = nodes.Select(static n => n.Id).ToHashSet();
        return new ModuleGraph(
            nodes,
            [.. edges.Where(e => known.Contains(e.From) && known.Contains(e.To))],
            [.. graph.Items("cycles").Select(static c => ReadCycle(c)).Where(c => c.Count > 1 && c.All(known.Contains)).Take(MaxCycles)]);
    }

    private static ModuleNode? ReadNode(string name, JsonElement item, Dictionary<string, int> fanIn, Dictionary<string, int> fanOut)
    {
        var id = LooseJson.AsText(item) ?? item.Text("id", "module", "name", "path") ?? name;
        if (id.Length == 0)
            return null;
        var incoming = item.Count("fanIn", "in") ?? fanIn.GetValueOrDefault(id);
        var outgoing = item.Count("fanOut", "out") ?? fanOut.GetValueOrDefault(id);
        var instability = item.Number("instability") ?? (incoming + outgoing == 0 ? 0 : (double)outgoing / (incoming + outgoing));
        return new ModuleNode(id, item.Count("files", "fileCount") ?? 0, item.Count("lines", "size", "lineCount") ?? 0, incoming, outgoing, Math.Clamp(instability, 0, 1));
    }

    private static ModuleEdge? ReadEdge(JsonElement item) =>
        item.Text("from", "source") is { } from && item.Text("to", "target") is { } to && from != to
            ? new ModuleEdge(from, to, Math.Max(1, item.Count("weight", "count", "uses") ?? 1))
            : null;

    private static IReadOnlyList<string> ReadCycle(JsonElement item)
    {
        var path = item.ValueKind == JsonValueKind.Array
            ? [.. item.EnumerateArray().Select(static i => LooseJson.AsText(i)).OfType<string>()]
            : item.Texts("path", "modules", "nodes");
        return path.Count > 1 && path[0] == path[^1] ? [.. path.SkipLast(1)] : path;
    }
}
