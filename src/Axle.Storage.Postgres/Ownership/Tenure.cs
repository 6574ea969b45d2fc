using System.Collections.Concurrent;

namespace Axle.Storage.Postgres.Ownership;

/// <summary>
/// One registration of this process as a node, from its first sign of life to its burial, and the runs it owns as it wrote them last. While it
/// lasts nobody else writes to those runs, so an append is checked against memory and need not read; the fence of each transaction says
/// whether it lasts.
/// </summary>
/// <param name="node">Its number in the table of nodes.</param>
internal sealed class Tenure(long node)
{
    private volatile bool _isOver;
    private volatile bool _mayHaveMore;

    public long Node => node;

    /// <summary>Whether it is known to be over.</summary>
    public bool IsOver => _isOver;

    /// <summary>The runs it owns.</summary>
    public ConcurrentDictionary<RunId, HeldRun> Held { get; } = new();

    /// <summary>
    /// Whether it may own runs that are not among <see cref="Held"/>: the connection was lost when they were claimed, or it is not known how far they
    /// are stored. Whoever looks for runs that are due looks for these, too.
    /// </summary>
    public bool MayHaveMore
    {
        get => _mayHaveMore;
        set => _mayHaveMore = value;
    }

    /// <summary>Another buried it: nothing is owned any more.</summary>
    public void End()
    {
        _isOver = true;
        Held.Clear();
    }
}
