namespace Axle.Workflows.Graph;

/// <summary>
/// Finds cycles by depth-first search: an edge back to a step that is still open closes a cycle (Cormen et al., "Introduction to
/// Algorithms", depth-first search). Uses its own stack, so that a chain of 10,000 steps is no deeper for the program than one.
/// </summary>
internal static class CycleSearch
{
    private const int MaxCycles = 50;

    /// <summary>At most 50 cycles, each as its indexes in the direction "waits for", starting with the smallest index of the cycle.</summary>
    public static List<int[]> Find(int[][] dependencies)
    {
        var cycles = new List<int[]>();
        var state = new byte[dependencies.Length];
        var path = new List<int>();
        var nextEdge = new int[dependencies.Length];
        for (var start = 0; start < dependencies.Length && cycles.Count < MaxCycles; start++)
        {
            if (state[start] == Untouched)
                Walk(start);
        }

        return cycles;

        void Walk(int start)
        {
            Open(start);
            while (path.Count > 0 && cycles.Count < MaxCycles)
            {
                var step = path[^1];
                if (nextEdge[step] == dependencies[step].Length)
                {
                    state[step] = Closed;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                var dependency = dependencies[step][nextEdge[step]++];
                if (state[dependency] == Untouched)
                    Open(dependency);
                else if (state[dependency] == OnPath)
                    cycles.Add(FromSmallest(path.GetRange(path.IndexOf(dependency), path.Count - path.IndexOf(dependency))));
            }
        }

        void Open(int step)
        {
            state[step] = OnPath;
            path.Add(step);
        }
    }

    private const byte Untouched = 0;
    private const byte OnPath = 1;
    private const byte Closed = 2;

    private static int[] FromSmallest(List<int> cycle)
    {
        var first = cycle.IndexOf(cycle.Min());
        return [.. cycle[first..], .. cycle[..first]];
    }
}
