using Axle.Workflows.Definition;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Testing.Simulation;

/// <summary>What outside systems saw: kept outside of every process, so no crash touches it.</summary>
internal sealed class Ledger(Workflow workflow)
{
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _completed = new(StringComparer.Ordinal);

    /// <summary>Attempts that were begun although the step's result was stored already.</summary>
    public List<string> BegunAfterCompletion { get; } = [];

    public void Begin(StepContext context)
    {
        if (_completed.Contains(context.Path))
            BegunAfterCompletion.Add($"{context.Path} attempt {context.Attempt}");
    }

    /// <summary>Which attempt at the action in force this is, from 1: as the history says, not as the engine counts.</summary>
    public int AttemptOfAction(StepContext context) => _attempts.GetValueOrDefault(context.Path, 1);

    public bool HasTimeLimit(StepContext context) =>
        workflow.Steps.FirstOrDefault(s => s.Key == context.Path)?.AttemptTimeout is not null;

    /// <summary>Takes in what is durable now.</summary>
    public void Note(IReadOnlyList<RecordedEvent> durable)
    {
        _attempts.Clear();
        _completed.Clear();
        foreach (var (happened, startsOver) in CountingHistory.Walk(durable))
        {
            if (startsOver)
                StartOver();
            switch (happened)
            {
                case StepStarted started:
                    _attempts[started.Path] = _attempts.GetValueOrDefault(started.Path) + 1;
                    break;
                case StepFellBack fellBack:
                    _attempts[fellBack.Path] = 0;
                    break;
                case StepCompleted completed:
                    _completed.Add(completed.Path);
                    break;
            }
        }
    }

    private void StartOver()
    {
        _attempts.Clear();
        _completed.RemoveWhere(static path => path.Contains("/onError/", StringComparison.Ordinal));
    }
}
