using System.Collections.Immutable;

namespace Axle.Workflows.Graph;

/// <summary>The chain of steps that decides how long a run takes at least (Kelley and Walker, "Critical-Path Planning and Scheduling", 1959).</summary>
/// <param name="Steps">Indexes of the chain, first step first; of equal chains the one that is earlier in the file.</param>
/// <param name="Length">Sum of the chain's durations, in the unit they were given in.</param>
/// <param name="Remaining">For every step: the longest sum of durations from its start to the end of the run. Larger means more urgent.</param>
public sealed record CriticalPath(ImmutableArray<int> Steps, double Length, ImmutableArray<double> Remaining)
{
    internal static CriticalPath Of(StepGraph graph, Func<int, double> durationOf)
    {
        var remaining = new double[graph.Steps.Length];
        foreach (var step in graph.Order.Reverse())
        {
            var rest = 0d;
            foreach (var dependent in graph.Dependents(step))
                rest = Math.Max(rest, remaining[dependent]);
            remaining[step] = rest + Math.Max(0, durationOf(step));
        }

        var chain = ImmutableArray.CreateBuilder<int>();
        for (var candidates = graph.Levels.IsEmpty ? [] : graph.Levels[0]; !candidates.IsEmpty; candidates = graph.Dependents(chain[^1]))
            chain.Add(candidates.MaxBy(step => remaining[step]));
        return new CriticalPath(chain.ToImmutable(), chain.Count == 0 ? 0 : remaining[chain[0]], [.. remaining]);
    }
}
