using System.Threading.Channels;
using Axle.Workflows.InMemory;
using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>
/// Steps for one queue of the broker that wait at their engine for their turn. What is on the broker goes in the order in which it came there, whoever's it is;
/// so no more is sent ahead than keeps the workers busy, and the rest waits here, where tenants take turns.
/// </summary>
/// <param name="queue">The queue of the broker.</param>
/// <param name="batches">Whether those whose turn it is go several in a message.</param>
/// <param name="takeTurn">Has a step go ahead; null when it does not count any more.</param>
/// <param name="send">Sends some in one message, and calls what is given when that is no more on its way, if anything is.</param>
/// <param name="full">Called when a step has to wait here, as enough are ahead.</param>
internal sealed class QueueTurns(
    string queue, BatchRule batches, Func<StepWork, HandedOutStep?> takeTurn, Action<List<HandedOutStep>, Action?> send, Action full)
{
    private const int LargestBatch = 16;
    private readonly PriorityWorkQueue _waiting = new();
    private readonly SendingWindow _window = new();

    /// <summary>While a message is on its way to the broker, steps gather for the next: the busier it is, the more go together.</summary>
    private readonly Channel<HandedOutStep> _onTheirWay = Channel.CreateBounded<HandedOutStep>(1);

    private int _count;

    /// <summary>Steps in a message, on the mean of the last ones.</summary>
    private double _together = 1;

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

    /// <summary>A worker says how long one took, or has taken so far.</summary>
    /// <param name="microseconds">How long; null when the worker does not say.</param>
    public void Took(long? microseconds) => batches.Add(microseconds);

    /// <summary>Adapts to how much waits on the broker, while steps wait here.</summary>
    /// <param name="ready">Messages that wait there.</param>
    public void Fit(long ready)
    {
        if (Count > 0)
            _window.Fit((long)(ready * Volatile.Read(ref _together)));
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
                if (await NextAsync(steps, waits: true) is not { } first)
                    return;
                if (first.MayGoWithOthers && batches.Holds)
                    await SendTogetherAsync(first, steps, stopping);
                else
                    Send([first], null);
            }
        }
        catch (OperationCanceledException)
        {
            // The engine ends.
        }
    }

    private async Task SendTogetherAsync(HandedOutStep first, IAsyncEnumerator<StepWork> steps, CancellationToken stopping)
    {
        // What fills a message has nothing to wait for.
        var gathers = Count < LargestBatch - 1;
        if (gathers)
            await _onTheirWay.Writer.WriteAsync(first, stopping);
        List<HandedOutStep> batch = [first];
        while (batch.Count < LargestBatch && _window.TryEnter())
        {
            if (await NextAsync(steps, waits: false) is not { } next)
            {
                _window.Confirm();
                _window.Leave();
                break;
            }

            if (next.MayGoWithOthers)
                batch.Add(next);
            else
                Send([next], null);
        }

        Send(batch, gathers ? () => _onTheirWay.Reader.TryRead(out _) : null);
    }

    private void Send(List<HandedOutStep> steps, Action? arrived)
    {
        Volatile.Write(ref _together, _together + ((steps.Count - _together) / 16));
        send(steps, arrived);
    }

    /// <param name="steps">Those that wait, in the order of their turns.</param>
    /// <param name="waits">Whether to wait for one when there is none.</param>
    /// <returns>Null when none is there, or will be.</returns>
    private async ValueTask<HandedOutStep?> NextAsync(IAsyncEnumerator<StepWork> steps, bool waits)
    {
        while ((waits || Count > 0) && await steps.MoveNextAsync())
        {
            Interlocked.Decrement(ref _count);
            if (takeTurn(steps.Current) is { } step)
                return step;
        }

        return null;
    }
}
