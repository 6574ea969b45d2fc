using System.Collections;
using Axle.Workflows.Graph;

namespace Axle.Workflows.Engine;

/// <summary>The keys of the steps a step depends on, directly or through others; found when first asked for, as most handlers never ask.</summary>
internal sealed class UpstreamKeys(StepGraph graph, int step) : IReadOnlyList<string>
{
    private readonly Lazy<string[]> _keys = new(() => Find(graph, step));

    public int Count => _keys.Value.Length;

    public string this[int index] => _keys.Value[index];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_keys.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

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
