using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>The module graph, its cycles and its numbers.</summary>
internal static class ModulesPart
{
    private const int CyclesShown = 4;
    private const int MaxRows = 300;

    /// <summary>The part; nothing without modules.</summary>
    public static Fragment Write(ReviewReport report)
    {
        if (report.Modules is not { } modules)
            return Fragment.Empty;
        var layout = ModuleLayout.Of(modules);
        return Fragment.Of($"""
            <section id="modules" aria-labelledby="modules-h">
            <div class="sec-head"><h2 id="modules-h">Modules</h2><p>{Story(modules, layout)}</p></div>
            {Cycles(modules)}
            {Fragment.If(layout.Boxes.Count > 1, $"{Graph(layout)}")}
            <details class="panel fold"><summary>All modules as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Modules as a table">{Table(modules)}</div></details>
            </section>
            """);
    }

    private static string Story(ModuleGraph modules, ModuleLayout layout)
    {
        var left = modules.Nodes.Count - layout.Boxes.Count;
        var cycles = modules.Cycles.Count == 0 ? "no cycle" : Wording.Plural(modules.Cycles.Count, "cycle");
        return $"{Wording.Plural(modules.Nodes.Count, "module")}, {Wording.Plural(modules.Edges.Count, "use")}, {cycles}. A line goes from the user on the left to the used on the right."
            + (left > 0 && layout.Boxes.Count > 0 ? $" {Wording.Number(left)} with few or no links are only in the table." : "");
    }

    private static Fragment Cycles(ModuleGraph modules)
    {
        if (modules.Cycles.Count == 0)
            return Fragment.Empty;
        var items = modules.Cycles.OrderBy(static c => c.Count).Select(static c => Fragment.Of($"<li>{Path(c)}</li>")).ToList();
        var rest = items.Count - CyclesShown;
        return Fragment.Of($"""
            <ul class="cycles" aria-label="Cycles">{Fragment.Join(items.Take(CyclesShown))}</ul>
            {Fragment.If(rest > 0, $"<details class=\"morecycles\"><summary>{Wording.Plural(rest, "more cycle")}</summary><ul class=\"cycles\">{Fragment.Join(items.Skip(CyclesShown))}</ul></details>")}
            """);
    }

    private static Fragment Path(IReadOnlyList<string> cycle) => Fragment.Join(
        cycle.Append(cycle[0]).Select(static (id, i) => Fragment.Of($"{(i > 0 ? " → " : "")}<code>{id}</code>")));

    private static Fragment Graph(ModuleLayout layout) => Fragment.Of($"""
        <figure class="panel graph" id="graph">
        <div class="tools" hidden>
        <button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button>
        <button type="button" data-zoom="fit">Fit</button>
        <span class="sub" id="graph-note" role="status" aria-live="polite">Point at a module or choose one to see its neighbours.</span>
        </div>
        <div class="canvas"><svg viewBox="0 0 {layout.Width} {layout.Height}" data-width="{layout.Width}" data-height="{layout.Height}" style="min-width:{layout.Width * 0.7}px" role="group" aria-label="Module graph; the numbers are in the table below">
        <defs>{Arrow("arrow")}{Arrow("arrow-bad")}</defs>
        <g class="edges">{Fragment.Join(layout.Lines.Select(Line))}</g>
        <g class="nodes">{Fragment.Join(layout.Boxes.Select(Box))}</g>
        </svg></div>
        <figcaption class="sub"><i class="swatch bad"></i>in a cycle <i class="swatch stable"></i>stable: others build on it <i class="swatch unstable"></i>unstable: it builds on others. The bar's length is the share of what it uses.</figcaption>
        </figure>
        """);

    private static Fragment Arrow(string id) => Fragment.Of($"""
        <marker id="{id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
        <path d="M0 0.8 8 4 0 7.2z"/></marker>
        """);

    private static Fragment Line(ModuleLayout.Line line) => Fragment.Of(
        $"<path class=\"{(line.InCycle ? "bad" : "")}\" data-from=\"{line.From}\" data-to=\"{line.To}\" d=\"{line.Path}\" stroke-width=\"{line.Width}\" marker-end=\"url(#{(line.InCycle ? "arrow-bad" : "arrow")})\"/>");

    private static Fragment Box(ModuleLayout.Box box)
    {
        var node = box.Node;
        var about = $"{node.Id}: {(node.Lines > 0 ? Wording.Plural(node.Lines, "line") + ", " : "")}used by {node.FanIn}, uses {node.FanOut}, instability {Wording.Number(node.Instability, 2)}";
        const double Gauge = ModuleLayout.BoxWidth - 16;
        const double Low = ModuleLayout.BoxHeight - 7;
        var size = Fragment.If(node.Lines > 0, $"<text class=\"size\" x=\"{ModuleLayout.BoxWidth - 8}\" y=\"17\">{Wording.Short(node.Lines)}</text>");
        return Fragment.Of($"""
            <g class="{(box.InCycle ? "bad" : "")}" data-id="{box.Index}" tabindex="0" role="button" aria-label="{about}" transform="translate({box.X} {box.Y})">
            <title>{about}</title><rect width="{ModuleLayout.BoxWidth}" height="{ModuleLayout.BoxHeight}" rx="5"/>
            <rect class="gauge" x="8" y="{Low}" width="{Gauge}" height="2.5" rx="1"/>
            <rect class="gauge on" x="8" y="{Low}" width="{Gauge * node.Instability}" height="2.5" rx="1"/>
            <text x="8" y="17">{box.Label}</text>{size}</g>
            """);
    }

    private static Fragment Table(ModuleGraph modules)
    {
        var rows =
            modules.Nodes.OrderByDescending(static n => n.FanIn).ThenByDescending(static n => n.FanOut)
                .ThenBy(static n => n.Id, StringComparer.Ordinal).Take(MaxRows)
            .Select(Row);
        return Fragment.Of($"<table class=\"plain\">{TableHead.Of("Module", "#Files", "#Lines", "#Used by", "#Uses", "#Instability")}<tbody>{Fragment.Join(rows)}</tbody></table>");
    }

    private static Fragment Row(ModuleNode node) => Fragment.Of($"""
        <tr><th scope="row"><code>{node.Id}</code></th><td class="num">{Known(node.Files)}</td><td class="num">{Known(node.Lines)}</td>
        <td class="num">{node.FanIn}</td><td class="num">{node.FanOut}</td><td class="num">{Wording.Number(node.Instability, 2)}</td></tr>
        """);

    private static string Known(int number) => number > 0 ? Wording.Number(number) : "";
}
