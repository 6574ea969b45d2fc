using System.Collections.Immutable;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Ports;

/// <summary>What was decided during one attempt, so that the history has it also when the attempt fails. Safe for concurrent use.</summary>
internal sealed class StepNotes
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private ImmutableArray<StepDecision> _decisions = [];

    /// <summary>Decisions so far, each once, oldest first; at most a hundred.</summary>
    public ImmutableArray<StepDecision> Decisions
    {
        get
        {
            lock (_gate)
                return _decisions;
        }
    }

    /// <summary>Notes a decision.</summary>
    public void Add(StepDecision decision)
    {
        lock (_gate)
        {
            if (_decisions.Length < Most && !_decisions.Any(d => d.Kind == decision.Kind && d.Summary == decision.Summary))
                _decisions = _decisions.Add(decision);
        }
    }
}
