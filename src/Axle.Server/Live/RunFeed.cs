using System.Collections.Concurrent;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Live;

/// <summary>
/// What happens to runs, for those who watch: the engine tells it of every decision after it was stored, by <see cref="Tell"/>. Nobody who watches holds
/// the engine up: each reads at its own pace.
/// </summary>
public sealed class RunFeed
{
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<RunId, RunTail> _tails = new();
    private readonly ConcurrentDictionary<RunId, bool> _asking = new();
    private readonly ConcurrentDictionary<RunId, long> _told = new();
    private readonly Lock _gate = new();

    /// <summary>Changes of runs.</summary>
    internal ChangeTail Runs { get; } = new();

    /// <summary>Changes of what runs ask persons.</summary>
    internal ChangeTail Approvals { get; } = new();

    /// <summary>The runs that are watched.</summary>
    internal IEnumerable<RunTail> Watched => _tails.Values;

    /// <summary>Takes a decision in. Neither waits nor throws: for <see cref="AxleOptions.Stored"/>.</summary>
    public void Tell(RunAppend append)
    {
        ArgumentNullException.ThrowIfNull(append);
        if (_tails.TryGetValue(append.Run, out var tail))
            tail.Add(append.Events);
        Note(append.Row, append.Events.Any(static e => e.Event is ApprovalRequested or ApprovalEscalated));
    }

    /// <summary>Whether it was told of a run as far as this. What it does not remember any more, it was not.</summary>
    internal bool Knows(RunRow row) => _told.GetValueOrDefault(row.Run) >= row.LastSeq;

    /// <summary>Remembers where a run stands, of which nobody needs to be told.</summary>
    internal void Remember(RunRow row)
    {
        if (_told.Count >= MostRemembered)
            _told.Clear();
        _told[row.Run] = row.LastSeq;
    }

    /// <summary>Takes in where a run stands.</summary>
    internal void Note(RunRow row, bool asksNew)
    {
        Remember(row);
        Runs.Add(row);
        var asks = row.Attention.HasFlag(RunAttention.Approval);
        var asked = asks ? !_asking.TryAdd(row.Run, true) : _asking.TryRemove(row.Run, out _);
        if (asks || asked || asksNew)
            Approvals.Add(row);
    }

    /// <summary>Begins to watch a run.</summary>
    internal RunTail Open(RunId run)
    {
        lock (_gate)
        {
            var tail = _tails.GetOrAdd(run, static id => new RunTail(id));
            tail.Watchers++;
            return tail;
        }
    }

    /// <summary>Ends it.</summary>
    internal void Close(RunTail tail)
    {
        lock (_gate)
        {
            if (--tail.Watchers == 0)
                _tails.TryRemove(tail.Run, out _);
        }
    }
}
