using Axle.Workflows.Runs.Events;

namespace Axle.Server.Live;

/// <summary>The newest events of a run that somebody watches: all its watchers read here, each at its own pace.</summary>
/// <param name="run">The run.</param>
internal sealed class RunTail(RunId run)
{
    /// <summary>Events that are kept: a watcher that is further behind reads the store.</summary>
    public const int Kept = 2_048;

    private readonly Lock _gate = new();
    private readonly Queue<LiveEvent> _events = new();
    private TaskCompletionSource _more = New();

    /// <summary>The run.</summary>
    public RunId Run { get; } = run;

    /// <summary>How many watch it.</summary>
    public int Watchers { get; set; }

    /// <summary>The last event that is known of; 0 for none.</summary>
    public long Last { get; private set; }

    /// <summary>When it is looked at next whether another process went on with the run.</summary>
    public long LookAt { get; set; }

    /// <summary>Takes events in that were stored.</summary>
    public void Add(IReadOnlyList<RecordedEvent> events)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            var before = Last;
            foreach (var recorded in events)
            {
                if (recorded.Seq <= Last)
                    continue;
                // What is missing in between is in the store.
                if (recorded.Seq != Last + 1)
                    _events.Clear();
                _events.Enqueue(new LiveEvent(recorded));
                Last = recorded.Seq;
            }

            if (Last == before)
                return;
            while (_events.Count > Kept)
                _events.Dequeue();
            (more, _more) = (_more, New());
        }

        more.TrySetResult();
    }

    /// <summary>Says that a watcher has read the store up to an event.</summary>
    public void Note(long seq)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            if (seq <= Last)
                return;
            _events.Clear();
            Last = seq;
            (more, _more) = (_more, New());
        }

        // Others that wait have less than that: they read the store, too.
        more.TrySetResult();
    }

    /// <summary>Reads the events after one.</summary>
    /// <param name="after">The last event that the watcher has.</param>
    /// <param name="into">Gets them.</param>
    /// <returns>What to wait for when there are none; null when some are missing here, and are to be read from the store.</returns>
    public Task? Read(long after, List<LiveEvent> into)
    {
        lock (_gate)
        {
            if (after < Last && (_events.Count == 0 || _events.Peek().Seq > after + 1))
                return null;
            foreach (var live in _events)
            {
                if (live.Seq > after)
                    into.Add(live);
            }

            return _more.Task;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
