using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Axle.Workflows.Graph;

/// <summary>A topological order with levels (Kahn, "Topological sorting of large networks", 1962).</summary>
/// <param name="Sequence">Every index once, dependencies first.</param>
/// <param name="LevelOf">Level by index.</param>
/// <param name="Levels">Indexes by level, ascending.</param>
internal sealed record StepOrder(ImmutableArray<int> Sequence, ImmutableArray<int> LevelOf, ImmutableArray<ImmutableArray<int>> Levels)
{
    /// <summary>Sorts; false when there is a cycle.</summary>
    public static bool TrySort(int[][] dependencies, [NotNullWhen(true)] out StepOrder? order)
    {
        var dependents = Turn(dependencies);
        var waitsFor = Array.ConvertAll(dependencies, static d => d.Length);
        var levelOf = new int[dependencies.Length];
        var levels = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var sequence = ImmutableArray.CreateBuilder<int>(dependencies.Length);
        var level = Enumerable.Range(0, dependencies.Length).Where(i => waitsFor[i] == 0).ToList();
        while (level.Count > 0)
        {
            level.Sort();
            var next = new List<int>();
            foreach (var step in level)
            {
                levelOf[step] = levels.Count;
                foreach (var dependent in dependents[step])
                {
                    if (--waitsFor[dependent] == 0)
                        next.Add(dependent);
                }
            }

            sequence.AddRange(level);
            levels.Add([.. level]);
            level = next;
        }

        order = sequence.Count == dependencies.Length ? new StepOrder(sequence.ToImmutable(), [.. levelOf], levels.ToImmutable()) : null;
        return order is not null;
    }

    /// <summary>Turns every edge around: who waits for whom becomes who is waited for.</summary>
    public static ImmutableArray<ImmutableArray<int>> Turn(int[][] dependencies)
    {
        var dependents = new ImmutableArray<int>.Builder?[dependencies.Length];
        for (var i = 0; i < dependencies.Length; i++)
        {
            foreach (var dependency in dependencies[i])
                (dependents[dependency] ??= ImmutableArray.CreateBuilder<int>()).Add(i);
        }

        return [.. dependents.Select(static d => d?.ToImmutable() ?? [])];
    }
}
