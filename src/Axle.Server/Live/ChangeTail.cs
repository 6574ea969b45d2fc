using Axle.Workflows.Ports;

namespace Axle.Server.Live;

/// <summary>The runs that changed last, for lists that keep up: of a run that changed often only where it stands now counts.</summary>
internal sealed class ChangeTail
{
    private const int Kept = 8_192;
    private readonly Lock _gate = new();
    private readonly Queue<(long Number, RunRow Row)> _changes = new();
    private TaskCompletionSource _more = New();
    private long _last;

    /// <summary>The number of the last change.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _last;
        }
    }

    /// <summary>Takes a change in.</summary>
    public void Add(RunRow row)
    {
        TaskCompletionSource more;
        lock (_gate)
        {
            _changes.Enqueue((++_last, row));
            if (_changes.Count > Kept)
                _changes.Dequeue();
            (more, _more) = (_more, New());
        }

        more.TrySetResult();
    }

    /// <summary>Reads what changed after a change.</summary>
    /// <param name="after">The last change that the reader has; becomes the last one there is.</param>
    /// <param name="into">Gets the rows, of each run the newest.</param>
    /// <param name="missed">Changes that are not known any more.</param>
    /// <returns>What to wait for.</returns>
    public Task Read(ref long after, Dictionary<RunId, RunRow> into, out long missed)
    {
        lock (_gate)
        {
            missed = _changes.Count == 0 ? 0 : Math.Max(0, _changes.Peek().Number - after - 1);
            foreach (var (number, row) in _changes)
            {
                if (number > after)
                    into[row.Run] = row;
            }

            after = _last;
            return _more.Task;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
