using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs;

/// <summary>
/// The parts of a history from which a run cannot go on, those that a rollback has taken back included: where it had not begun, and where it was
/// completed.
/// </summary>
internal sealed class DeadEnds
{
    private readonly List<(long From, long To)> _spans = [];

    /// <summary>The parts: first and last event of each.</summary>
    public IReadOnlyList<(long From, long To)> Spans => _spans;

    public void Add(long from, long to) => _spans.Add((from, to));

    /// <summary>Takes note of an event that may begin or end such a part; all others change nothing.</summary>
    public void Note(RecordedEvent recorded)
    {
        if (recorded.Event is RunQueued or RunCompleted)
            _spans.Add((recorded.Seq, long.MaxValue));
        else if (recorded.Event is RunStarted or RunRolledBack or CompensationStarted { Path: null } && _spans is [.., (var from, long.MaxValue)])
            _spans[^1] = (from, recorded.Seq - 1);
    }

    /// <summary>Whether an event is in one of them.</summary>
    public bool Cover(long seq) => _spans.Exists(s => s.From <= seq && seq <= s.To);
}
