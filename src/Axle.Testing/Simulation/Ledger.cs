using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>What outside systems saw: kept outside of every process, so no crash touches it.</summary>
internal sealed class Ledger(Workflow workflow)
{
    private readonly Dictionary<(string Path, string Tool), int> _firstAttempt = [];
    private readonly HashSet<string> _completed = new(StringComparer.Ordinal);

    /// <summary>Attempts that were begun although the step's result was stored already.</summary>
    public List<string> BegunAfterCompletion { get; } = [];

    public void Begin(StepContext context)
    {
        if (_completed.Contains(context.Path))
            BegunAfterCompletion.Add($"{context.Path} attempt {context.Attempt}");
        var key = (context.Path, ((ToolAction)context.Action).Tool);
        _firstAttempt[key] = Math.Min(context.Attempt, _firstAttempt.GetValueOrDefault(key, int.MaxValue));
    }

    public int AttemptOfAction(StepContext context, string tool) => context.Attempt - _firstAttempt[(context.Path, tool)] + 1;

    public bool HasTimeLimit(StepContext context) =>
        workflow.Steps.FirstOrDefault(s => s.Key == context.Path)?.AttemptTimeout is not null;

    public void Note(IEnumerable<RecordedEvent> durable)
    {
        foreach (var completed in durable.Select(static e => e.Event).OfType<StepCompleted>())
            _completed.Add(completed.Path);
    }
}
