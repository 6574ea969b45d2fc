using System.Collections;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Engine;

/// <summary>The keys of the steps a step depends on, directly or through others; found when first asked for, as most handlers never ask.</summary>
internal sealed class UpstreamKeys(StepGraph graph, int step) : IReadOnlyList<string>
{
    private string[]? _keys;

    public int Count => Keys.Length;

    public string this[int index] => Keys[index];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)Keys).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Two threads that ask at once find the same.
    private string[] Keys => _keys ??= Find(graph, step);

    private static string[] Find(StepGraph graph, int step)
    {
        var found = new SortedSet<int>();
        var open = new Stack<int>([step]);
        while (open.TryPop(out var at))
        {
            foreach (var dependency in graph.Dependencies(at))
            {
                if (found.Add(dependency))
                    open.Push(dependency);
            }
        }

        return [.. found.Select(i => graph.Steps[i].Key)];
    }
}
