using System.Threading.Channels;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>Asks for what a pool of this process may have of the slots that processes share: when more are wanted or fewer used, and while some wait.</summary>
internal sealed class SharedSlots
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);
    private readonly string _name;
    private readonly int _size;
    private readonly IBulkheadStore _store;
    private readonly TimeProvider _time;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="name">The pool's name.</param>
    /// <param name="options">How much it holds in all.</param>
    /// <param name="store">Where processes share it.</param>
    /// <param name="time">The clock.</param>
    public SharedSlots(string name, BulkheadOptions options, IBulkheadStore store, TimeProvider time)
    {
        (_name, _size, _store, _time) = (name, options.Size, store, time);
        Pool = new Bulkhead(name, options, time, Ask);
    }

    /// <summary>The pool of this process.</summary>
    public Bulkhead Pool { get; }

    /// <summary>Asks until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var again = _time.CreateTimer(_ => Ask(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            while (await _changes.Reader.WaitToReadAsync(stopping))
            {
                _changes.Reader.TryRead(out _);
                if (!await ShareAsync(stopping))
                    again.Change(AskAgainAfter, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends: what it had is free as soon as it is gone.
        }
    }

    /// <summary>Returns whether nothing is left to ask for.</summary>
    private async ValueTask<bool> ShareAsync(CancellationToken stopping)
    {
        var (used, wanted) = Pool.Demand();
        try
        {
            var most = await _store.ShareAsync(_name, _size, used, wanted, stopping);
            Pool.Allow(most);
            return most == used + wanted;
        }
        catch (AxleException)
        {
            // The store is away: what is used stays used, and it is asked again.
            return false;
        }
    }

    private void Ask() => _changes.Writer.TryWrite(true);
}
