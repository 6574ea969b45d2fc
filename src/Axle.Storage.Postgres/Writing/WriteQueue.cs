namespace Axle.Storage.Postgres.Writing;

/// <summary>Writes in the order in which they came, taken in groups that fit into one transaction.</summary>
internal sealed class WriteQueue
{
    private const int LargestGroup = 1000;
    private const long LargestSize = 16 * 1024 * 1024;
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly HashSet<RunId> _runs = [];

    public void Add(PendingWrite write) => _waiting.Enqueue(write);

    /// <summary>
    /// The next group: decisions of different runs, or one write that is made alone, because it needs a turn or room in a group. Empty when none
    /// waits.
    /// </summary>
    public IReadOnlyList<PendingWrite> Take()
    {
        var group = new List<PendingWrite>();
        _runs.Clear();
        var size = 0L;
        while (group.Count < LargestGroup && _waiting.TryPeek(out var next))
        {
            if (next is not AppendWrite { Append.Admission: null } write)
            {
                if (group.Count == 0)
                    group.Add(_waiting.Dequeue());
                break;
            }

            size += write.Size;
            if ((group.Count > 0 && size > LargestSize) || !_runs.Add(write.Run))
                break;
            group.Add(_waiting.Dequeue());
        }

        return group;
    }
}
