using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>
/// Steps for one queue of the broker that wait at their engine for their turn. What is on the broker goes in the order in which it came there, whoever's it is;
/// so no more is sent ahead than keeps the workers busy, and the rest waits here, where tenants take turns.
/// </summary>
/// <param name="queue">The queue of the broker.</param>
/// <param name="send">Sends a step, unless it does not count any more; tells whether it does.</param>
/// <param name="full">Called when a step has to wait here, as enough are ahead.</param>
internal sealed class QueueTurns(string queue, Func<StepWork, bool> send, Action full)
{
    private readonly PriorityWorkQueue _waiting = new();
    private readonly SendingWindow _window = new();
    private int _count;

    public string Queue => queue;

    /// <summary>Steps that wait here.</summary>
    public int Count => Volatile.Read(ref _count);

    public ValueTask AddAsync(StepWork work)
    {
        Interlocked.Increment(ref _count);
        if (_window.IsFull)
            full();
        return _waiting.EnqueueAsync(work, CancellationToken.None);
    }

    /// <summary>The broker has one that was sent.</summary>
    public void Confirm() => _window.Confirm();

    /// <summary>One that was sent was heard of, or does not count any more.</summary>
    public void Leave() => _window.Leave();

    /// <summary>Adapts to how many steps wait on the broker, while steps wait here.</summary>
    public void Fit(long ready)
    {
        if (Count > 0)
            _window.Fit(ready);
    }

    /// <summary>Sends, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await using var steps = _waiting.ReadAsync(stopping).GetAsyncEnumerator(stopping);
            while (true)
            {
                await _window.EnterAsync(full, stopping);
                do
                {
                    if (!await steps.MoveNextAsync())
                        return;
                    Interlocked.Decrement(ref _count);
                }
                while (!send(steps.Current));
            }
        }
        catch (OperationCanceledException)
        {
            // The engine ends.
        }
    }
}
