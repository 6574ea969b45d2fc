using Axle.Tools.BuiltIn.Reports.Model;

namespace Axle.Tools.BuiltIn.Reports.Html;

/// <summary>
/// Puts modules of cycles in a row so that few uses point back: the greedy heuristic of Eades, Lin and Smyth (1993). Quadratic in the
/// number of modules, which the layout limits.
/// </summary>
internal static class CycleOrder
{
    /// <summary>Each module's place in the row; users tend to come before what they use.</summary>
    public static Dictionary<string, int> Of(IReadOnlyList<string> ids, IReadOnlyList<ModuleEdge> edges)
    {
        var left = new List<string>(ids);
        var alive = new HashSet<string>(ids);
        var front = new List<string>();
        var back = new List<string>();
        while (left.Count > 0)
        {
            var counts = left.ToDictionary(static id => id, static _ => (In: 0, Out: 0));
            foreach (var edge in edges.Where(e => alive.Contains(e.From) && alive.Contains(e.To)))
            {
                counts[edge.From] = counts[edge.From] with { Out = counts[edge.From].Out + 1 };
                counts[edge.To] = counts[edge.To] with { In = counts[edge.To].In + 1 };
            }

            var next = left.Find(id => counts[id].Out == 0) ?? left.Find(id => counts[id].In == 0) ?? left.MaxBy(id => counts[id].Out - counts[id].In)!;
            (counts[next].Out == 0 ? back : front).Add(next);
            left.Remove(next);
            alive.Remove(next);
        }

        back.Reverse();
        return front.Concat(back).Select(static (id, place) => (id, place)).ToDictionary();
    }
}
