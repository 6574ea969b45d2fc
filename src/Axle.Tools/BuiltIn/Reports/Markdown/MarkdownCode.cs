using System.Text;
using Axle.Tools.BuiltIn.Reports.Model;
using static Axle.Tools.BuiltIn.Reports.Markdown.MarkdownText;

namespace Axle.Tools.BuiltIn.Reports.Markdown;

/// <summary>The code itself: cycles between modules and hot spots.</summary>
internal static class MarkdownCode
{
    private const int MaxRows = 15;

    /// <summary>Writes the part.</summary>
    public static void Write(StringBuilder text, ReviewReport report, SourceLinks links)
    {
        if (report.Modules is { } modules)
            WriteModules(text, modules);
        if (report.HotSpots.Count > 0)
            WriteHotSpots(text, report.HotSpots, links);
    }

    private static void WriteModules(StringBuilder text, ModuleGraph modules)
    {
        text.Append($"## Modules\n\n{Wording.Plural(modules.Nodes.Count, "module")}, {Wording.Plural(modules.Edges.Count, "use")} between them, ");
        text.Append(modules.Cycles.Count == 0 ? "no cycle.\n\n" : $"{Wording.Plural(modules.Cycles.Count, "cycle")}:\n\n");
        foreach (var cycle in modules.Cycles.Take(MaxRows))
            text.Append($"- {string.Join(" → ", cycle.Append(cycle[0]).Select(static id => InlineCode(id)))}\n");
        if (modules.Cycles.Count > MaxRows)
            text.Append($"- and {modules.Cycles.Count - MaxRows} more\n");
        text.Append(modules.Cycles.Count > 0 ? "\n" : "");
        text.Append("| Module | Lines | Used by | Uses | Instability |\n| --- | ---: | ---: | ---: | ---: |\n");
        var most = modules.Nodes.OrderByDescending(static n => n.FanIn + n.FanOut).ThenBy(static n => n.Id, StringComparer.Ordinal);
        foreach (var node in most.Take(MaxRows))
        {
            text.Append($"| {InlineCode(node.Id, inTable: true)} | {Known(node.Lines)} | {node.FanIn} | {node.FanOut} ");
            text.Append($"| {Wording.Number(node.Instability, 2)} |\n");
        }

        text.Append('\n');
    }

    private static void WriteHotSpots(StringBuilder text, IReadOnlyList<HotSpot> spots, SourceLinks links)
    {
        text.Append("## Hot spots\n\nFiles that are complex and change often: mending them pays most.\n\n");
        text.Append("| File | Changes | Complexity | Lines | Authors |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var spot in spots.Take(MaxRows))
        {
            var code = InlineCode(spot.File, inTable: true);
            var file = links.Beside(spot.File, 1) is { } link ? $"[{code}]({link})" : code;
            text.Append($"| {file} | {Wording.Number(spot.Changes)} | {Wording.Number(spot.Complexity)} ");
            text.Append($"| {Known(spot.Lines)} | {Known(spot.Authors)} |\n");
        }

        text.Append('\n');
    }

    private static string Known(int number) => number > 0 ? Wording.Number(number) : "";
}
