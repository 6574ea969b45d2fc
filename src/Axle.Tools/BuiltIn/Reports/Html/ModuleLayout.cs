using System.Globalization;
using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>
/// Places modules for drawing: columns by <see cref="ModuleRanks"/>, inside a column ordered by the mean place of the neighbours
/// (barycentre method of Sugiyama, Tagawa and Toda 1981). The same graph always gives the same picture.
/// </summary>
/// <param name="Boxes">The drawn modules.</param>
/// <param name="Lines">The drawn uses.</param>
/// <param name="Width">Width of the drawing.</param>
/// <param name="Height">Height of the drawing.</param>
internal sealed record ModuleLayout(
    IReadOnlyList<ModuleLayout.Box> Boxes, IReadOnlyList<ModuleLayout.Line> Lines, double Width, double Height)
{
    /// <summary>Width of a box.</summary>
    public const double BoxWidth = 172;

    /// <summary>Height of a box.</summary>
    public const double BoxHeight = 32;

    private const double ColumnGap = 66;
    private const double RowGap = 22;
    private const double Margin = 14;
    private const int MaxBoxes = 72;
    private const int MaxLines = 600;
    private const int MaxRows = 16;
    private const int Sweeps = 12;
    private const int LabelLength = 18;
    private const double CommonShare = 0.7;

    /// <summary>A module's box; <paramref name="X"/> and <paramref name="Y"/> are its top left corner.</summary>
    internal sealed record Box(int Index, ModuleNode Node, string Label, double X, double Y, bool InCycle);

    /// <summary>A use as an SVG path between the boxes with these indices.</summary>
    internal sealed record Line(int From, int To, string Path, double Width, bool InCycle);

    /// <summary>Places the most connected modules; modules without any use are left out.</summary>
    public static ModuleLayout Of(ModuleGraph graph)
    {
        var linked = graph.Edges.SelectMany(static e => new[] { e.From, e.To }).CountBy(static id => id).ToDictionary();
        var nodes = graph.Nodes.Where(n => linked.ContainsKey(n.Id))
            .OrderByDescending(n => linked[n.Id]).ThenBy(static n => n.Id, StringComparer.Ordinal).Take(MaxBoxes)
            .OrderBy(static n => n.Id, StringComparer.Ordinal).ToList();
        var drawn = nodes.Select(static n => n.Id).ToHashSet();
        var edges = graph.Edges.Where(e => e.From != e.To && drawn.Contains(e.From) && drawn.Contains(e.To))
            .OrderByDescending(static e => e.Weight).Take(MaxLines).ToList();
        var ranks = ModuleRanks.Of([.. nodes.Select(static n => n.Id)], edges);
        var columns = Columns(nodes, edges, ranks);
        var boxes = Place(columns, ranks, CommonStart([.. nodes.Select(static n => n.Id)]));
        var byId = boxes.ToDictionary(static b => b.Node.Id);
        return new ModuleLayout(
            boxes,
            [.. edges.Select(e => Draw(byId[e.From], byId[e.To], e.Weight, ranks.InCycle(e)))],
            (columns.Count * (BoxWidth + ColumnGap)) - ColumnGap + (2 * Margin) + (ColumnGap / 2),
            (columns.Select(static c => c.Count).DefaultIfEmpty(0).Max() * (BoxHeight + RowGap)) - RowGap + (2 * Margin));
    }

    /// <summary>Columns from left (users) to right (used), each ordered; long ones are split.</summary>
    private static List<List<ModuleNode>> Columns(List<ModuleNode> nodes, List<ModuleEdge> edges, ModuleRanks ranks)
    {
        var columns = nodes.GroupBy(n => ranks[n.Id]).OrderByDescending(static g => g.Key).Select(static g => g.ToList()).ToList();
        var neighbours = edges.Concat(edges.Select(static e => new ModuleEdge(e.To, e.From, e.Weight))).ToLookup(static e => e.From, static e => e.To);
        var place = new Dictionary<string, double>();
        columns.ForEach(c => Note(c, place));
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            foreach (var column in sweep % 2 == 0 ? columns : columns.AsEnumerable().Reverse())
            {
                var sorted = column.OrderBy(n => neighbours[n.Id].Select(id => place[id]).DefaultIfEmpty(place[n.Id]).Average())
                    .ThenBy(static n => n.Id, StringComparer.Ordinal).ToList();
                column.Clear();
                column.AddRange(sorted);
                Note(column, place);
            }
        }

        return [.. columns.SelectMany(static c => c.Chunk((int)Math.Ceiling(c.Count / Math.Ceiling(c.Count / (double)MaxRows))))
            .Select(static c => c.ToList())];
    }

    /// <summary>Places run from 0 to 1 in every column, so that short and long columns compare.</summary>
    private static void Note(List<ModuleNode> column, Dictionary<string, double> place)
    {
        for (var i = 0; i < column.Count; i++)
            place[column[i].Id] = (i + 0.5) / column.Count;
    }

    private static List<Box> Place(List<List<ModuleNode>> columns, ModuleRanks ranks, string start)
    {
        var tallest = columns.Select(static c => c.Count).DefaultIfEmpty(0).Max();
        var boxes = new List<Box>();
        for (var column = 0; column < columns.Count; column++)
        {
            var top = Margin + ((tallest - columns[column].Count) * (BoxHeight + RowGap) / 2);
            foreach (var (node, row) in columns[column].Select(static (n, i) => (n, i)))
                boxes.Add(
                    new Box(boxes.Count, node, Label(node.Id, start), Margin + (column * (BoxWidth + ColumnGap)),
                        top + (row * (BoxHeight + RowGap)), ranks.InCycle(node.Id)));
        }

        return boxes;
    }

    private static Line Draw(Box from, Box to, int weight, bool inCycle)
    {
        var (x1, y1, y2) = (from.X + BoxWidth, from.Y + (BoxHeight / 2), to.Y + (BoxHeight / 2));
        var forward = to.X > from.X;
        var x2 = forward ? to.X - 2 : to.X + BoxWidth + 2;
        var bend = forward ? Math.Max(ColumnGap / 2, (x2 - x1) / 2) : (ColumnGap / 3) + (Math.Abs(y2 - y1) * 0.08);
        var end = forward ? x2 - bend : x2 + bend;
        var path = string.Create(CultureInfo.InvariantCulture, $"M{x1:0.#} {y1:0.#}C{x1 + bend:0.#} {y1:0.#} {end:0.#} {y2:0.#} {x2:0.#} {y2:0.#}");
        return new Line(from.Index, to.Index, path, 1 + (0.45 * Math.Log2(Math.Min(weight, 256))), inCycle);
    }

    /// <summary>The first part of the names, with its separator, when most names share it: it says nothing in the picture.</summary>
    private static string CommonStart(IReadOnlyList<string> names)
    {
        var (start, count) = names.Select(static n => n[..(n.IndexOfAny(['/', '.', '\\']) + 1)]).Where(static s => s.Length > 0)
            .CountBy(static s => s).OrderByDescending(static s => s.Value).ThenBy(static s => s.Key, StringComparer.Ordinal).FirstOrDefault();
        return count >= names.Count * CommonShare ? start ?? "" : "";
    }

    private static string Label(string id, string start)
    {
        var name = start.Length > 0 && id.Length > start.Length && id.StartsWith(start, StringComparison.Ordinal) ? id[start.Length..] : id;
        return name.Length <= LabelLength ? name : "…" + name[^(LabelLength - 1)..];
    }
}
