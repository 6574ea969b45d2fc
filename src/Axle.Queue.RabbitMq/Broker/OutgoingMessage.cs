namespace Axle.Queue.RabbitMq.Broker;

/// <summary>A message on its way to the broker.</summary>
internal sealed class OutgoingMessage
{
    /// <summary>The exchange; the empty one sends to the queue that <see cref="Letter.To"/> names.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>Makes what is sent, each time anew; null when it need not be sent any more.</summary>
    public required Func<Letter?> Make { get; init; }

    /// <summary>Called when the broker has it for good.</summary>
    public Action? Confirmed { get; init; }

    /// <summary>Called when it was given up, as there is no such queue.</summary>
    public Action? GivenUp { get; init; }

    /// <summary>How long it is tried again when there is no such queue: the one who owns it may be about to make it.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>Whether it is worth nothing later: it is not tried again when the connection is lost.</summary>
    public bool IsFleeting { get; init; }

    public long FirstTried { get; set; }
}
