using System.Collections.Immutable;
using Axle.Workflows.Definition;

namespace Axle.Workflows.Graph;

/// <summary>
/// What must end before what, in one list of steps. A step depends on what its <c>dependsOn</c> names and on every step of the list
/// that one of its expressions reads; letter case of keys means nothing, as in expressions. Steps are known by their index in the list.
/// Built in time linear in steps and edges.
/// </summary>
public sealed class StepGraph
{
    private readonly Dictionary<string, int> _indexes;
    private readonly ImmutableArray<ImmutableArray<int>> _dependencies;
    private readonly ImmutableArray<ImmutableArray<int>> _dependents;
    private readonly ImmutableArray<int> _levelOf;
    private readonly Lazy<CriticalPath> _critical;

    private StepGraph(ImmutableArray<Step> steps, Dictionary<string, int> indexes, int[][] dependencies, StepOrder order)
    {
        Steps = steps;
        Order = order.Sequence;
        Levels = order.Levels;
        _indexes = indexes;
        _levelOf = order.LevelOf;
        _dependencies = [.. dependencies.Select(static d => ImmutableArray.Create(d))];
        _dependents = StepOrder.Turn(dependencies);
        _critical = new Lazy<CriticalPath>(() => CriticalPath());
    }

    /// <summary>The steps, in the order of the list they came from.</summary>
    public ImmutableArray<Step> Steps { get; }

    /// <summary>Every index once, dependencies before dependants; ties in the order of the list.</summary>
    public ImmutableArray<int> Order { get; }

    /// <summary>Indexes by level: level 0 waits for nothing, level n waits for a step of level n - 1.</summary>
    public ImmutableArray<ImmutableArray<int>> Levels { get; }

    /// <summary>Builds the graph of a list that came out of the reader, or of any list whose keys are unique.</summary>
    /// <exception cref="AxleException">Validation: a key is there twice, a dependency does not exist, or there is a cycle, which is named.</exception>
    public static StepGraph Build(ImmutableArray<Step> steps)
    {
        var indexes = new Dictionary<string, int>(steps.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var step in steps)
        {
            if (!indexes.TryAdd(step.Key, indexes.Count))
                throw new AxleException(ErrorKind.Validation, $"Two steps have the key '{step.Key}'. Give each step of a list its own key.");
        }

        var dependencies = new int[steps.Length][];
        for (var i = 0; i < steps.Length; i++)
            dependencies[i] = StepEdges.Of(steps[i], i, indexes, Missing);
        if (StepOrder.TrySort(dependencies, out var order))
            return new StepGraph(steps, indexes, dependencies, order);
        throw new AxleException(ErrorKind.Validation, $"Steps wait for each other: {FindCycles(steps)[0]}. Remove one of these dependencies.");
    }

    /// <summary>
    /// Finds the cycles of a list that may be faulty: one for each dependency that closes a circle, each once. Dependencies that do
    /// not exist are ignored; of two steps with the same key the first counts.
    /// </summary>
    public static ImmutableArray<StepCycle> FindCycles(ImmutableArray<Step> steps)
    {
        var indexes = new Dictionary<string, int>(steps.Length, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < steps.Length; i++)
            indexes.TryAdd(steps[i].Key, i);
        var dependencies = new int[steps.Length][];
        for (var i = 0; i < steps.Length; i++)
            dependencies[i] = StepEdges.Of(steps[i], i, indexes, static (_, _) => { });
        return [.. CycleSearch.Find(dependencies).Select(cycle => new StepCycle([.. cycle.Select(i => steps[i].Key)]))];
    }

    /// <summary>The index of a step, or -1 when the list has no step of that key.</summary>
    public int IndexOf(string key) => _indexes.GetValueOrDefault(key, -1);

    /// <summary>Indexes of the steps that must have ended before this one starts; ascending, each once.</summary>
    public ImmutableArray<int> Dependencies(int step) => _dependencies[step];

    /// <summary>Indexes of the steps that wait for this one; ascending, each once.</summary>
    public ImmutableArray<int> Dependents(int step) => _dependents[step];

    /// <summary>The level of a step: 0 when it waits for nothing, else one more than the highest level it waits for.</summary>
    public int Level(int step) => _levelOf[step];

    /// <summary>
    /// Steps on the longest chain from this one to the end of the list, itself included: who starts first what has most behind it ends
    /// first.
    /// </summary>
    public double Rest(int step) => _critical.Value.Remaining[step];

    /// <summary>The chain of steps that takes longest, and for every step the time from its start to the end of the run if it ran without waiting.</summary>
    /// <param name="durationOf">How long a step takes, by index, in any unit, never negative; null for 1 each.</param>
    public CriticalPath CriticalPath(Func<int, double>? durationOf = null) => Graph.CriticalPath.Of(this, durationOf ?? (static _ => 1));

    private static void Missing(Step step, string key) => throw new AxleException(
        ErrorKind.Validation, $"Step '{step.Key}' depends on '{key}', which does not exist. Name a step of the same list.");
}
