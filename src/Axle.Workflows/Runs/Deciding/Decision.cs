using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Runs.Deciding;

/// <summary>A decision in the making: each event is folded into the state as it is decided, so the next one sees it.</summary>
/// <param name="state">The state; it must be thrown away when the decision cannot be stored.</param>
/// <param name="now">When the decision is made.</param>
/// <param name="enough">Events after which nothing new is begun in it: the rest is another decision.</param>
public sealed class Decision(RunState state, DateTimeOffset now, int enough = Decision.Enough)
{
    /// <summary>Events in a decision when nothing else is said: what a long list or loop decides at once must fit into memory and a transaction.</summary>
    public const int Enough = 10_000;

    private const int LargestKept = 256;

    private List<RecordedEvent> _events = [];
    private List<RunCheckpoint>? _checkpoints;
    private List<string>? _consumed;

    /// <summary>The state after the events so far.</summary>
    public RunState State { get; } = state;

    /// <summary>When the decision is made.</summary>
    public DateTimeOffset Now { get; private set; } = now;

    /// <summary>The events so far.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events;

    /// <summary>Ids of the signals used up so far.</summary>
    public IReadOnlyList<string> ConsumedSignals => _consumed ?? [];

    /// <summary>Whether there is anything to store.</summary>
    public bool IsEmpty => _events.Count == 0 && _consumed is null;

    /// <summary>Whether nothing new is to be begun: the run is about to be left to others.</summary>
    internal bool HoldsBack { get; set; }

    /// <summary>Whether what else there is to decide is left for the next decision.</summary>
    internal bool IsFull => HoldsBack || _events.Count >= enough;

    /// <summary>The decision as a store takes it.</summary>
    /// <param name="epoch">The claim of the run.</param>
    /// <param name="release">Whether the run is given up with it.</param>
    /// <param name="admission">The group that must have room; null for none.</param>
    public RunAppend ToAppend(long epoch, bool release = false, GroupAdmission? admission = null) =>
        new(
            State.Id, epoch, [.. _events], State.ToRow(), _checkpoints is null ? [] : [.. _checkpoints],
            _consumed is null ? [] : [.. _consumed], release, admission);

    /// <summary>Makes it the next decision: whoever decides often needs one object.</summary>
    internal void BeginAnew(DateTimeOffset now)
    {
        Now = now;
        if (_events.Capacity > LargestKept)
            _events = [];
        _events.Clear();
        _checkpoints = null;
        _consumed = null;
    }

    internal void Emit(RunEvent happened)
    {
        // A clock that was set back does not turn the history round.
        var recorded = new RecordedEvent(State.LastSeq + 1, Now > State.UpdatedAt ? Now : State.UpdatedAt, happened);
        State.Apply(recorded);
        _events.Add(recorded);
        if (happened is CheckpointCreated named)
            (_checkpoints ??= []).Add(new RunCheckpoint(recorded.Seq, named.Name, Automatic: false, recorded.At));
    }

    /// <summary>Takes in an event that the state knows already, as it was folded with it: a rollback.</summary>
    internal void Adopt(RecordedEvent folded) => _events.Add(folded);

    internal void Consume(string signal) => (_consumed ??= []).Add(signal);
}
