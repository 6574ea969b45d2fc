using Axle.Workflows.Definition;
using Axle.Workflows.Ports;

namespace Axle.Queue.RabbitMq.Engines;

/// <summary>An attempt that was handed out and has not come back.</summary>
/// <param name="work">The attempt.</param>
/// <param name="turns">Where it waits for its turn, and then counts as being ahead.</param>
internal sealed class HandedOutStep(StepWork work, QueueTurns turns)
{
    private const int Waiting = 0;
    private const int Ahead = 1;
    private const int Left = 2;
    private static readonly IDisposable Nothing = new Ended();
    private IDisposable? _slot;
    private int _place;
    private int _isConfirmed;

    public StepWork Work => work;

    /// <summary>The name of this handing out, unique in the installation.</summary>
    public string Name { get; } = NameOf(work);

    /// <summary>Whether it may go in one message with others. With that all of them come back when their worker dies.</summary>
    public bool MayGoWithOthers => work.Context.Effect != StepEffect.Once;

    /// <summary>Whether it waits for no slot of a bulkhead.</summary>
    public bool HasSlot { get; set; } = true;

    /// <summary>The queue it is sent to.</summary>
    public string Queue => turns.Queue;

    /// <summary>Counts what this node has sent, in order; 0 while it waits for its turn.</summary>
    public long Number { get; private set; }

    /// <summary>When it was last heard of, or sent; null while the broker has not confirmed that it has it.</summary>
    public long? Heard { get; set; }

    /// <summary>Who took it up last; null while nobody has said so.</summary>
    public string? Claim { get; set; }

    /// <summary>How often it was sent again because nothing was heard of it.</summary>
    public int SentAgain { get; set; }

    /// <summary>Its turn has come, as the so-manieth of this node.</summary>
    /// <returns>Whether it counts still.</returns>
    public bool GoAhead(long number)
    {
        Number = number;
        return Interlocked.CompareExchange(ref _place, Ahead, Waiting) == Waiting;
    }

    /// <summary>The broker has it.</summary>
    public void Confirm()
    {
        if (Interlocked.Exchange(ref _isConfirmed, 1) == 0)
            turns.Confirm();
    }

    /// <summary>A worker says how long it took, or has taken so far.</summary>
    /// <param name="microseconds">How long; null when the worker does not say.</param>
    public void Took(long? microseconds) => turns.Took(microseconds);

    /// <summary>It was heard of, or does not count any more: another may be sent ahead.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _place, Left) != Ahead)
            return;
        Confirm();
        turns.Leave();
    }

    /// <summary>Keeps the slot of its bulkhead, or its place in the line for one, until it is over.</summary>
    public void Hold(IDisposable slot)
    {
        if (Interlocked.CompareExchange(ref _slot, slot, null) is not null)
            slot.Dispose();
    }

    /// <summary>It does not count any more.</summary>
    public void End()
    {
        Leave();
        Interlocked.Exchange(ref _slot, Nothing)?.Dispose();
    }

    /// <summary>The name of this handing out, unique in the installation.</summary>
    public static string NameOf(StepWork work) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{work.Context.RunId}/{work.Epoch}/{work.Dispatch}");

    private sealed class Ended : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
