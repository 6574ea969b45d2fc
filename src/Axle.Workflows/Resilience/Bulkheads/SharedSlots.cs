using System.Threading.Channels;
using Axle.Workflows.Ports;

namespace Axle.Workflows.Resilience.Bulkheads;

/// <summary>Asks for what a pool of this process may have of the slots that processes share: when more are wanted or fewer used, and while some wait.</summary>
internal sealed class SharedSlots
{
    private static readonly TimeSpan WantsAgainAfter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UsesAgainAfter = TimeSpan.FromSeconds(1);
    private readonly string _name;
    private readonly int _size;
    private readonly IBulkheadStore _store;
    private readonly TimeProvider _time;
    private readonly Action<string>? _note;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _fails;

    /// <param name="name">The pool's name.</param>
    /// <param name="options">How much it holds in all.</param>
    /// <param name="store">Where processes share it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="note">Told when the store does not answer, once until it does; null for nobody.</param>
    public SharedSlots(string name, BulkheadOptions options, IBulkheadStore store, TimeProvider time, Action<string>? note)
    {
        (_name, _size, _store, _time, _note) = (name, options.Size, store, time, note);
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
                again.Change(await ShareAsync(stopping), Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends: what it had is free as soon as it is gone.
        }
    }

    /// <returns>When to ask again, if nothing changes before.</returns>
    private async ValueTask<TimeSpan> ShareAsync(CancellationToken stopping)
    {
        var (used, wanted) = Pool.Demand();
        try
        {
            var most = await _store.ShareAsync(_name, _size, used, wanted, stopping);
            _fails = false;
            Pool.Allow(most);
            // The store may have forgotten what is used: it took this process for dead, or lost its last second.
            return most < used + wanted ? WantsAgainAfter : most > 0 ? UsesAgainAfter : Timeout.InfiniteTimeSpan;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // What is used stays used.
            if (!_fails)
            {
                _fails = true;
                _note?.Invoke($"Slots of bulkhead '{_name}' cannot be shared now; steps wait for them: {exception.Message}");
            }

            return WantsAgainAfter;
        }
    }

    private void Ask() => _changes.Writer.TryWrite(true);
}
