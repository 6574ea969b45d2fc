using Axle.Workflows.Runs;

namespace Axle.Cli.Output.Steps;

/// <summary>A step with the steps inside it that are worth showing.</summary>
/// <param name="step">The step.</param>
/// <param name="address">Its address, taken apart.</param>
internal sealed class StepNode(StepRecord step, StepAddress address)
{
    private const int MostLists = 12;
    private readonly List<StepNode> _inner = [];

    public StepRecord Step { get; } = step;

    public StepAddress Address { get; } = address;

    /// <summary>The steps inside it, those of items and rounds that went well left out.</summary>
    public IReadOnlyList<StepNode> Inner => _inner;

    /// <summary>Steps inside it that are left out.</summary>
    public int Hidden { get; private set; }

    /// <summary>Puts steps into each other.</summary>
    /// <param name="steps">All steps of a run, each after the one it is inside of.</param>
    /// <param name="everything">Whether nothing is left out.</param>
    /// <returns>The steps of the run itself.</returns>
    public static IReadOnlyList<StepNode> Of(IReadOnlyList<StepRecord> steps, bool everything = false)
    {
        var nodes = new Dictionary<string, StepNode>(StringComparer.Ordinal);
        var roots = new List<StepNode>();
        foreach (var step in steps)
        {
            var node = new StepNode(step, StepAddress.Of(step.Path, nodes.ContainsKey));
            nodes[step.Path] = node;
            if (node.Address.Owner is { } owner && nodes.TryGetValue(owner, out var around))
                around._inner.Add(node);
            else
                roots.Add(node);
        }

        if (!everything)
            roots.ForEach(static r => r.Narrow());
        return roots;
    }

    /// <summary>The steps that are shown, each before those inside it.</summary>
    public IEnumerable<StepNode> Walk() => _inner.SelectMany(static n => n.Walk()).Prepend(this);

    private void Narrow()
    {
        if (Step.Kind is "forEach" or "loop")
        {
            var lists = _inner.GroupBy(static n => n.Address.List).Where(static l => l.Any(static n => n.IsWorthShowing)).ToList();
            // Of many the newest: that is where something goes on.
            var shown = lists.Skip(lists.Count - MostLists).SelectMany(static l => l).ToHashSet();
            Hidden = _inner.RemoveAll(n => !shown.Contains(n));
        }

        _inner.ForEach(static n => n.Narrow());
    }

    private bool IsWorthShowing =>
        Step.Status is not (StepStatus.Completed or StepStatus.Skipped or StepStatus.Cancelled) || Step.UndoError is not null
        || _inner.Exists(static n => n.IsWorthShowing);
}
